// The window's own events and channels: the only file beside the bindings that knows Tauri.
import { Channel } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { DroppedFile, FolderNews, Progress } from "./bindings";

/** Calls back with the files that a person drops on the window. */
export const onFilesDropped = (receive: (files: DroppedFile[]) => void) =>
  listen<DroppedFile[]>("files-dropped", (event) => receive(event.payload));

/** Calls back with true while a file hovers over the window. */
export const onDragOver = (receive: (over: boolean) => void) =>
  listen<boolean>("drag-over", (event) => receive(event.payload));

/** Calls back with what is new in the watched folder. */
export const onFolderNews = (receive: (news: FolderNews) => void) =>
  listen<FolderNews>("folder-news", (event) => receive(event.payload));

/** A channel for one running import. */
export function progressChannel(receive: (progress: Progress) => void): Channel<Progress> {
  const channel = new Channel<Progress>();
  channel.onmessage = receive;
  return channel;
}
