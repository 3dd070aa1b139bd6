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
    time.prepend(slider);
  }

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
    for (let at = wanted; at; at = at.parentElement.closest("details")) {
      if (at.localName === "details") at.open = true;
    }
    if (wanted) wanted.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // j and k go from comment to comment, p to the one it answers.
  const isShown = (summary) => summary.checkVisibility();
  const go = (summary) => {
    summary?.focus();
    summary?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea")) return;
    const here = document.activeElement.closest(".comment")?.querySelector("summary");
    if (event.key === "j" || event.key === "k") {
      const all = [...thread.querySelectorAll("summary")].filter(isShown);
      const at = all.indexOf(here);
      go(event.key === "j" ? all[at + 1] : all[Math.max(0, at - 1)]);
    } else if (event.key === "p" && here) {
      go(here.closest(".replies").closest("details")?.querySelector("summary"));
    }
  });
}
