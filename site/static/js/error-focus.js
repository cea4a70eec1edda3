// After a refused form the summary of errors takes the focus: it is what to read next.
document.querySelector("[data-error-summary]")?.focus();
