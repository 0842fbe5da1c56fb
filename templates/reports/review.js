
"use strict";
// The search: lines without the words are hidden, and what folds them opens where some are left.
const field = document.getElementById("words");
const hits = document.getElementById("hits");
const lines = Array.from(document.querySelectorAll("[data-line]"), (element) => ({
  element,
  text: element.textContent.toLowerCase(),
}));
const folds = Array.from(document.querySelectorAll("details"));
const opened = new Set(folds.filter((fold) => fold.open));

function search() {
  const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const line of lines) {
    const fits = wanted.every((word) => line.text.includes(word));
    line.element.hidden = !fits;
    found += fits ? 1 : 0;
  }
  for (const fold of folds) {
    const some = fold.querySelector("[data-line]:not([hidden])") !== null;
    fold.open = wanted.length > 0 ? some : opened.has(fold);
  }
  hits.textContent = wanted.length > 0 ? `${found} of ${lines.length} lines` : "";
}

// `review.html#WORDS` opens with a search.
function follow() {
  try {
    field.value = decodeURIComponent(location.hash.slice(1));
  } catch {
    field.value = "";
  }
  search();
}

field.addEventListener("input", search);
window.addEventListener("hashchange", follow);
if (location.hash.length > 1) follow();
