import { type DragEvent, useRef, useState } from "react";

interface Drop {
  /** Files are held over the place. */
  readonly over: boolean;
  readonly handlers: {
    onDragEnter(event: DragEvent): void;
    onDragOver(event: DragEvent): void;
    onDragLeave(event: DragEvent): void;
    onDrop(event: DragEvent): void;
  };
}

/** Makes a place where files can be dropped; other things that are dragged pass by. */
export function useDrop(allowed: boolean, onFiles: (files: readonly File[]) => void): Drop {
  const [over, setOver] = useState(false);
  /** `dragleave` also comes when the pointer enters a child, so entries and exits are counted. */
  const depth = useRef(0);
  const isFiles = (event: DragEvent) => allowed && event.dataTransfer.types.includes("Files");
  return {
    over,
    handlers: {
      onDragEnter: (event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event) => {
        if (isFiles(event)) event.preventDefault();
      },
      onDragLeave: (event) => {
        if (!isFiles(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) setOver(false);
      },
      onDrop: (event) => {
        depth.current = 0;
        setOver(false);
        if (!isFiles(event)) return;
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      },
    },
  };
}
