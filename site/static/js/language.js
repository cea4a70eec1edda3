// Remembers the language chosen with the switch; the server reads the cookie on "/" only.
for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", () => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `rives_language=${link.dataset.language}; path=/; max-age=31536000; samesite=lax${secure}`;
  });
}
