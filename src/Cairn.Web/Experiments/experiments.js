import "../Frame/frame.js";
