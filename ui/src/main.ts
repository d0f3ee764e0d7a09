import { mount } from "svelte";
import App from "./App.svelte";
import { theme } from "./lib/shared/theme.svelte";
import "./styles/base.css";

theme.start();

const target = document.getElementById("app");
if (target) mount(App, { target });
