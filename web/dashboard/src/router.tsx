/** Every address of the dashboard. Pages before the sign-in stand at the top, the rest below the frame. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { Forgot } from "./account/forgot.tsx";
import { Invitation } from "./account/invitation.tsx";
import { tokenOf } from "./account/link-page.tsx";
import { Login } from "./account/login.tsx";
import { nextOf } from "./account/next.ts";
import { Reset } from "./account/reset.tsx";
import { Setup } from "./account/setup.tsx";
import { isSignedOut } from "./api/failure.ts";
import { keepLanguage, meQuery } from "./api/me.ts";
import { readDeskSearch } from "./desk/desk-search.ts";
import { AppFrame } from "./frame/app-frame.tsx";
import { FullPageError, FullPageWait, NotFound } from "./frame/full-page.tsx";
import { isLanguage } from "./i18n/catalogue.ts";
import { setLanguage, takeChosenLanguage } from "./i18n/language.ts";
import { textNow } from "./i18n/text.tsx";
import { toast } from "./parts/toast.tsx";

interface Context {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: nextOf,
  component: Login,
});

const forgot = createRoute({ getParentRoute: () => root, path: "/forgot", component: Forgot });

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: tokenOf,
  component: () => <Setup token={setup.useSearch().token} />,
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  validateSearch: tokenOf,
  component: () => <Reset token={reset.useSearch().token} />,
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  validateSearch: tokenOf,
  component: () => <Invitation token={invitation.useSearch().token} />,
});

/** Everything that needs a sign-in: asks who it is, speaks their language, or leads to the login. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queries.ensureQueryData(meQuery);
      const chosen = takeChosenLanguage();
      // Whoever chose a language a moment ago means it, whatever the profile says.
      if (chosen !== undefined && chosen !== me.language && (await keepLanguage(context.queries, chosen))) {
        await setLanguage(chosen);
        toast(textNow("account.language_kept"));
      } else if (isLanguage(me.language)) await setLanguage(me.language);
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      const start = location.pathname === "/" || location.pathname === "/inbox";
      throw redirect({ to: "/login", search: start ? {} : { next: location.href }, replace: true });
    }
  },
  component: AppFrame,
  pendingComponent: FullPageWait,
  errorComponent: FullPageError,
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox", replace: true });
  },
});

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: "/inbox",
  validateSearch: readDeskSearch,
  component: lazyRouteComponent(() => import("./desk/desk.tsx"), "Desk"),
});

/** The desk with one conversation open; the desk itself reads the id, so that the list stays mounted. */
const conversation = createRoute({ getParentRoute: () => inbox, path: "/$conversationId" });

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/settings.tsx"), "Settings"),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/profile", replace: true });
  },
});

const profile = createRoute({
  getParentRoute: () => settings,
  path: "/profile",
  component: lazyRouteComponent(() => import("./settings/profile.tsx"), "Profile"),
});

const security = createRoute({
  getParentRoute: () => settings,
  path: "/security",
  component: lazyRouteComponent(() => import("./settings/security/security.tsx"), "Security"),
});

const managed = createRoute({
  getParentRoute: () => settings,
  id: "manage",
  component: lazyRouteComponent(() => import("./settings/managers-only.tsx"), "ManagersOnly"),
});

const agents = createRoute({
  getParentRoute: () => managed,
  path: "/agents",
  component: lazyRouteComponent(() => import("./settings/agents/agents.tsx"), "Agents"),
});

const sites = createRoute({
  getParentRoute: () => managed,
  path: "/sites",
  component: lazyRouteComponent(() => import("./settings/sites/sites.tsx"), "Sites"),
});

const site = createRoute({
  getParentRoute: () => managed,
  path: "/sites/$siteId",
  component: lazyRouteComponent(() => import("./settings/sites/site-page.tsx"), "SitePage"),
});

const siteGeneral = createRoute({
  getParentRoute: () => site,
  path: "/",
  component: lazyRouteComponent(() => import("./settings/sites/general.tsx"), "SiteGeneral"),
});

const chatBox = createRoute({
  getParentRoute: () => site,
  path: "/chat-box",
  component: lazyRouteComponent(() => import("./settings/sites/chat-box.tsx"), "ChatBoxPage"),
});

const forms = createRoute({
  getParentRoute: () => site,
  path: "/forms",
  component: lazyRouteComponent(() => import("./settings/sites/forms.tsx"), "FormsPage"),
});

const privacy = createRoute({
  getParentRoute: () => site,
  path: "/privacy",
  component: lazyRouteComponent(() => import("./settings/sites/privacy/privacy.tsx"), "PrivacyPage"),
});

const groups = createRoute({
  getParentRoute: () => site,
  path: "/groups",
  component: lazyRouteComponent(() => import("./settings/sites/groups.tsx"), "Groups"),
});

const install = createRoute({
  getParentRoute: () => site,
  path: "/install",
  component: lazyRouteComponent(() => import("./settings/sites/install.tsx"), "Install"),
});

const tree = root.addChildren([
  login,
  forgot,
  setup,
  reset,
  invitation,
  signedIn.addChildren([
    home,
    inbox.addChildren([conversation]),
    settings.addChildren([
      settingsHome,
      profile,
      security,
      managed.addChildren([
        agents,
        sites,
        site.addChildren([siteGeneral, chatBox, forms, groups, privacy, install]),
      ]),
    ]),
  ]),
]);

/** Without a history, the browser's own. */
export function createAppRouter(queries: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    ...(history !== undefined && { history }),
    basepath: "/app",
    context: { queries },
    defaultPreload: "intent",
    // The query cache decides how old data may be.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: FullPageError,
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
