import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** The chosen tab's content. */
  readonly children: ReactNode;
}

/** Parts of one view, of which one is shown. Arrows move between the tabs, Tab goes into the content. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, children }: TabsProps<Id>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(chosen) => {
        const tab = tabs.find(({ id }) => id === chosen);
        if (tab !== undefined) onChange(tab.id);
      }}
    >
      <Radix.List className="tabs" aria-label={label}>
        {tabs.map(({ id, label: words }) => (
          <Radix.Trigger key={id} value={id} className="tab">
            {words}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content value={value} className="tab-content" tabIndex={-1}>
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
