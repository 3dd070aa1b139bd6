// What a page does beyond being read; everything works without it.
"use strict";

const thread = document.querySelector(".thread");

if (thread) {
  // The line beside replies closes what they answer.
  thread.addEventListener("click", (event) => {
    if (event.target.matches?.(".replies .replies")) {
      const details = event.target.parentElement;
      details.open = false;
      details.querySelector("summary").focus();
    }
  });

  // A slider over the days on which the thread changed.
  const time = thread.querySelector("form.time");
  if (time) {
    const days = time.dataset.days.split(" ");
    const field = time.querySelector("input");
    const slider = document.createElement("input");
    const before = days.filter((day) => day <= field.value).length - 1;
    Object.assign(slider, { type: "range", min: 0, max: days.length - 1, value: Math.max(0, before) });
    slider.setAttribute("aria-label", "Day");
    const show = () => {
      field.value = days[slider.value];
      slider.setAttribute("aria-valuetext", field.value);
    };
    slider.addEventListener("input", show);
    slider.addEventListener("change", () => time.requestSubmit());
    time.addEventListener("submit", () => { time.action = `${location.pathname}#thread`; });
    slider.setAttribute("aria-valuetext", field.value);
    time.querySelector("button").after(slider);
  }

  // In the overview a line opens and closes what answers it, not the comment itself.
  const only = thread.querySelector("#only");
  const isFirst = (comment) => comment?.parentElement.parentElement === thread;
  thread.addEventListener("click", (event) => {
    const comment = event.target.closest?.("summary")?.closest(".comment");
    if (!only?.checked || !isFirst(comment) || !comment.querySelector(".replies")) return;
    event.preventDefault();
    comment.classList.toggle("shown");
  });

  // The author's other comments, in a panel of their own.
  thread.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.others");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const here = link.closest(".comment");
    const panel = document.createElement("dialog");
    const title = document.createElement("h2");
    title.textContent = `Also by ${here.querySelector("summary b").textContent}`;
    const list = document.createElement("ul");
    for (const other of thread.querySelectorAll(`.comment[data-a="${here.dataset.a}"]`)) {
      if (other === here) continue;
      const line = document.createElement("a");
      const time = other.querySelector("summary time");
      line.href = `#${other.id}`;
      line.dir = "auto";
      line.textContent = other.querySelector(".body").textContent.trim().slice(0, 140) || "…";
      line.addEventListener("click", () => panel.close());
      const entry = document.createElement("li");
      entry.append(line, ...(time ? [" ", time.cloneNode(true)] : []));
      list.append(entry);
    }
    const all = link.parentElement.querySelector(".person")?.cloneNode(true);
    const close = document.createElement("button");
    close.textContent = "Close";
    close.addEventListener("click", () => panel.close());
    panel.addEventListener("close", () => panel.remove());
    panel.addEventListener("click", (pressed) => { if (pressed.target === panel) panel.close(); });
    panel.setAttribute("aria-label", title.textContent);
    const last = document.createElement("p");
    last.append(close, ...(all ? [" ", all] : []));
    panel.append(title, list, last);
    thread.append(panel);
    panel.showModal();
  });

  // A link to a comment within something closed opens it first.
  const reveal = () => {
    const wanted = /^#comment-\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (wanted && !isFirst(wanted)) wanted.closest(".thread > .replies > .comment")?.classList.add("shown");
    for (let at = wanted; at; at = at.parentElement.closest("details")) {
      if (at.localName === "details") at.open = true;
    }
    if (wanted) wanted.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // j and k go from comment to comment, n and N from one that answers the article to the next, p to the one it answers.
  // Who speaks to the computer, or uses these keys otherwise, switches them off.
  const keys = document.createElement("label");
  keys.className = "keys";
  keys.innerHTML = '<input type="checkbox"> Keys: <kbd>j</kbd> on, <kbd>k</kbd> back, <kbd>n</kbd> next first comment, <kbd>p</kbd> what is answered, <kbd>Enter</kbd> closes';
  const hasKeys = keys.querySelector("input");
  hasKeys.checked = localStorage.getItem("keys") !== "off";
  hasKeys.addEventListener("change", () => localStorage.setItem("keys", hasKeys.checked ? "on" : "off"));
  thread.querySelector(".ways")?.append(keys);
  const LINE = ".comment > details > summary";
  const FIRST = `.thread > .replies > ${LINE}`;
  // Asked of the tree: checkVisibility() would lay out all that is far below, five milliseconds for each line.
  const isShown = (line) => {
    const comment = line.closest(".comment");
    if (comment.parentElement.closest("details:not([open])")) return false;
    return !only?.checked || isFirst(comment) || comment.closest(".thread > .replies > .comment").classList.contains("shown");
  };
  const go = (summary) => {
    summary?.focus();
    summary?.scrollIntoView({ block: "nearest" });
  };
  const step = (lines, here, isForward) => {
    const at = lines.indexOf(here);
    go(isForward ? lines[at + 1] : lines[Math.max(0, at - 1)]);
  };
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (!hasKeys.checked || event.ctrlKey || event.altKey || event.metaKey || isTyping) return;
    const here = document.activeElement.closest(".comment")?.querySelector("summary");
    if (event.key === "j" || event.key === "k") {
      step([...thread.querySelectorAll(LINE)].filter(isShown), here, event.key === "j");
    } else if (event.key === "n" || event.key === "N") {
      const top = here?.closest(".thread > .replies > .comment")?.querySelector("summary");
      step([...document.querySelectorAll(FIRST)], top, event.key === "n");
    } else if (event.key === "p" && here) {
      go(here.closest(".replies").closest("details")?.querySelector("summary"));
    }
  });
}

// On a phone the filters of a search would stand before its hits: they are a touch away, unless some are set.
const filters = document.querySelector("details.filters");
if (filters && matchMedia("(max-width: 44rem)").matches && !filters.hasAttribute("data-set")) filters.open = false;
