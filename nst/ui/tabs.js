// The one way into another tab: by its title, or without one into the gallery, which is the first.
// On a phone the strip of tabs is wider than the window and brings the open one into sight.
window.openRoom = (title) => {
  const tabs = [...document.querySelectorAll("#rooms [role=tab]")];
  const tab = title ? tabs.find((each) => each.textContent.trim() === title) : tabs[0];
  tab?.click();
  tab?.scrollIntoView({ inline: "center", block: "nearest" });
};
