/** Notifications of the desktop; permission is only ever asked for from a button. */

export function notificationsAllowed(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}

/** Asks the browser; false when it or the person says no. */
export async function askForNotifications(): Promise<boolean> {
  if (!("Notification" in window)) return false;
  try {
    return (await Notification.requestPermission()) === "granted";
  } catch {
    return false;
  }
}

interface DesktopNotice {
  readonly title: string;
  readonly body: string;
  /** A second one with the same tag replaces the first. */
  readonly tag: string;
  /** Called when it is pressed; the window has the focus by then. */
  readonly onOpen: () => void;
}

/** Shows a notification; does nothing where it is not allowed. */
export function showNotice({ title, body, tag, onOpen }: DesktopNotice): void {
  if (!notificationsAllowed()) return;
  try {
    const notice = new Notification(title, { body, tag });
    notice.onclick = () => {
      window.focus();
      notice.close();
      onOpen();
    };
  } catch {
    // Some phones only notify from service workers; the sound and the badge remain.
  }
}
