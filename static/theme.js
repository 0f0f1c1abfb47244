// Light, dark or as the device: a cookie, applied before the first paint. Without it (or without scripts) the device decides.
"use strict";
(() => {
  const root = document.documentElement;
  const chosen = () => document.cookie.match(/(?:^|; )theme=(light|dark)(?:;|$)/)?.[1] ?? "auto";

  function apply(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    }
  }

  function choose(theme) {
    const age = theme === "auto" ? 0 : 31536000;
    document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
    apply(theme);
  }

  apply(chosen());
  document.addEventListener("DOMContentLoaded", () => {
    for (const control of document.querySelectorAll(".appearance")) control.hidden = false;
    apply(chosen());
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
})();
