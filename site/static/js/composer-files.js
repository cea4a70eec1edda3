// The places for files: one at a time, what a picture shows asked for once it is a picture.

const PICTURE = /^image\//;

export function placeFiles(form) {
  const places = [...form.querySelectorAll("[data-file-place]")];
  const inputs = places.map((place) => place.querySelector("[type=file]"));
  form.addEventListener("change", ({ target }) => target.type === "file" && arrange());
  form.addEventListener("invalid", ({ target }) => target.closest("details")?.setAttribute("open", ""), true); // what is folded cannot be asked for
  arrange();

  function arrange() {
    const last = inputs.findLastIndex((input) => input.files.length);
    places.forEach((place, index) => {
      place.hidden = index > last + 1 && !place.querySelector(".err");
      const about = place.querySelector("[data-file-about]");
      about.hidden = !PICTURE.test(inputs[index].files[0]?.type ?? "") && !about.querySelector(".err");
      about.querySelector("input").required = !about.hidden;
    });
  }

  // A place's own refusals; false where the name is not that of a place. Without a name, all of them go.
  function refuse(paragraphs, name) {
    if (!name) for (const place of places) place.querySelectorAll(".err").forEach((line) => line.remove());
    const input = places.flatMap((place) => [...place.querySelectorAll("input")]).find((each) => each.name === name);
    if (!input) return false;
    input.after(...paragraphs);
    input.closest("details").open = true;
    arrange();
    return true;
  }

  return {
    refuse,
    putBack(body) {
      for (const input of inputs) {
        const given = body.get(input.name);
        if (!given?.size) continue;
        const carried = new DataTransfer();
        carried.items.add(given);
        input.files = carried.files;
      }
      for (const place of places) {
        const about = place.querySelector("[data-file-about] input");
        about.value = body.get(about.name) ?? "";
      }
      arrange();
    },
    names: inputs.map((input) => input.name),
    chosen: () => inputs.some((input) => input.files.length),
    clear() {
      for (const place of places) for (const input of place.querySelectorAll("input")) input.value = "";
      arrange();
    },
  };
}
