import type { Role, SiteOut } from "../../api/shapes.ts";
import { useText } from "../../i18n/text.tsx";
import { CheckBox, RadioCards } from "../../parts/choice.tsx";
import { grantableRoles } from "../rights.ts";

export interface Access {
  readonly role: Role;
  readonly site_ids: readonly string[];
}

interface AccessFieldsProps {
  /** The role of the person who chooses. */
  readonly ownRole: Role;
  readonly sites: readonly SiteOut[];
  readonly value: Access;
  readonly onChange: (value: Access) => void;
}

/** Role, and for the role agent the sites. */
export function AccessFields({ ownRole, sites, value, onChange }: AccessFieldsProps) {
  const t = useText();
  const toggle = (id: string, chosen: boolean) =>
    onChange({
      ...value,
      site_ids: chosen ? [...value.site_ids, id] : value.site_ids.filter((other) => other !== id),
    });
  return (
    <>
      <RadioCards
        legend={t("settings.role.legend")}
        value={value.role}
        options={grantableRoles(ownRole).map((role) => ({
          value: role,
          label: t(`settings.role.${role}`),
          hint: t(`settings.role.${role}_hint`),
        }))}
        onChange={(role) => onChange({ ...value, role })}
      />
      {value.role === "agent" && (
        <fieldset className="check-list">
          <legend className="field-legend">{t("settings.role.sites")}</legend>
          {sites.map((site) => (
            <CheckBox
              key={site.id}
              label={site.name}
              checked={value.site_ids.includes(site.id)}
              onChange={(chosen) => toggle(site.id, chosen)}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}
