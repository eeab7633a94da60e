// A sentence that nobody sees helps nobody.
watch("value", () => element.querySelector(".notice")?.scrollIntoView({ block: "nearest" }));
