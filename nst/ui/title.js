// A painting has been hung: start at the top of it, and let keyboard and screen reader start there.
watch("value", () => {
  window.scrollTo(0, 0);
  requestAnimationFrame(() => element.querySelector("h2")?.focus({ preventScroll: true }));
});
requestAnimationFrame(() => element.querySelector("h2")?.focus({ preventScroll: true }));
