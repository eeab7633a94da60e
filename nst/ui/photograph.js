// The photograph's target: file, drop, paste, camera and examples all end in give().
const MAX_FILE_BYTES = 20000000;
const find = (selector) => element.querySelector(selector);
const input = find("input[type=file]");
const target = find(".target");
const camera = find(".camera");
let stream = null;

const give = (given) => {
  props.value = given;
  trigger("given");
};

const send = async (file) => {
  if (!file) return;
  if (file.size > MAX_FILE_BYTES) {
    const megabytes = Math.ceil(file.size / 1e6);
    give({
      refused: `This file has ${megabytes} MB; the page takes up to 20 MB. Save a smaller copy.`,
    });
    return;
  }
  target.classList.add("sending");
  try {
    const { path } = await upload(file);
    give({ path });
  } catch (error) {
    give({ refused: "The photograph did not arrive. Check the connection and choose it again." });
  } finally {
    target.classList.remove("sending");
    input.value = "";
  }
};

const closeCamera = () => {
  if (stream) stream.getTracks().forEach((track) => track.stop());
  stream = null;
  camera.hidden = true;
};

const openCamera = async () => {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: true });
  } catch (error) {
    give({ refused: "The camera cannot be used here. Allow it in the browser or choose a file." });
    return;
  }
  const video = find("video");
  video.srcObject = stream;
  camera.hidden = false;
  const take = find("[data-camera=take]");
  take.disabled = true; // until there is a first image to take
  await video.play();
  take.disabled = false;
  take.focus();
};

const takePicture = () => {
  const video = find("video");
  const still = document.createElement("canvas");
  still.width = video.videoWidth;
  still.height = video.videoHeight;
  still.getContext("2d").drawImage(video, 0, 0);
  closeCamera();
  still.toBlob((blob) => send(new File([blob], "camera.jpg", { type: "image/jpeg" })), "image/jpeg", 0.95);
};

const onPaste = (event) => {
  if (!element.isConnected) {
    document.removeEventListener("paste", onPaste);
    return;
  }
  if (!element.offsetParent) return; // another room is open
  const file = [...(event.clipboardData?.files ?? [])].find((each) => each.type.startsWith("image/"));
  if (file) {
    event.preventDefault();
    send(file);
  }
};

const show = () => {
  const { photo, ratio, remark } = props.value ?? {};
  if (!photo) return;
  const picture = find(".given");
  picture.src = photo;
  picture.hidden = false;
  target.classList.add("full");
  target.style.setProperty("--ratio", ratio);
  find(".remark").textContent = remark;
  find(".remark").hidden = !remark;
};

input.addEventListener("change", () => send(input.files[0]));
document.addEventListener("paste", onPaste);
target.addEventListener("dragover", (event) => {
  event.preventDefault();
  target.classList.add("over");
});
target.addEventListener("dragleave", () => target.classList.remove("over"));
target.addEventListener("drop", (event) => {
  event.preventDefault();
  target.classList.remove("over");
  send(event.dataTransfer.files[0]);
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.example) give({ example: button.dataset.example });
  if (button.dataset.camera === "open") openCamera();
  if (button.dataset.camera === "take") takePicture();
  if (button.dataset.camera === "close") closeCamera();
});
watch("value", show);
show();
