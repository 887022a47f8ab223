// A card's page: its theme and screen as the index says, its formulas by MathJax as in Anki, its height told to the index.
"use strict";

// As Anki's own page sets it up.
window.MathJax = {
  tex: {
    displayMath: [["\\[", "\\]"]],
    processEscapes: false,
    processEnvironments: false,
    processRefs: false,
    packages: { "[+]": ["noerrors", "mathtools"], "[-]": ["textmacros"] },
  },
  loader: { load: ["[tex]/noerrors", "[tex]/mathtools"], versionWarnings: false },
  startup: { elements: ["#qa"], pageReady: () => MathJax.startup.defaultPageReady().then(settle) },
};

function dress(look) {
  document.documentElement.className = look.phone ? "mobile android" : "linux chrome";
  document.body.classList.toggle("nightMode", look.night);
  document.body.classList.toggle("night_mode", look.night);
}

function settle() {
  reachable();
  tell();
}

// What scrolls sideways has to be within reach of the keyboard.
function reachable() {
  for (const part of document.querySelectorAll("#qa pre, #qa .dw-table, #qa mjx-container")) {
    const scrolls = part.scrollWidth > part.clientWidth + 1;
    if (scrolls && !part.hasAttribute("role")) {
      part.tabIndex = 0;
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", part.matches("pre") ? "Code" : part.matches(".dw-table") ? "Table" : "Formula");
    }
  }
}

function tell() {
  const style = getComputedStyle(document.body);
  const bottom = document.body.getBoundingClientRect().bottom + scrollY + parseFloat(style.marginBottom);
  parent.postMessage({ height: Math.ceil(bottom) }, "*");
}

document.addEventListener("DOMContentLoaded", () => {
  dress({ night: location.hash.includes("night"), phone: location.hash.includes("phone") }); // as the index asks
  // The index shows several cards at once: each landmark says whose it is.
  for (const [part, words] of [["main", ""], ["nav", "Place of "], ["aside", "More on "]]) {
    for (const each of document.querySelectorAll(`#qa ${part}`)) each.setAttribute("aria-label", words + document.title);
  }
  if (parent === window) return;
  addEventListener("message", (event) => {
    if (event.source === parent && typeof event.data?.night === "boolean") {
      dress(event.data);
      settle();
    }
  });
  new ResizeObserver(settle).observe(document.body);
});
