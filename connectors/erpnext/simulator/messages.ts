/**
 * Texts of the server and their German translation: what an account reads depends on its language, so nobody may branch on
 * them (upstream/erpnext.md §6). `{0}` is a placeholder.
 */
const german: Record<string, string> = {
  '{0} {1} not found': '{0} {1} nicht gefunden',
  'Error: Value missing for {0}: {1}': 'Fehler: Wert fehlt für {0}: {1}',
  'Error: {0} Row #{1}: Value missing for: {2}': 'Fehler: {0} Zeile {1}: Wert fehlt für: {2}',
  'Could not find {0}': '{0} konnte nicht gefunden werden',
  '{0} must be unique': '{0} muss einmalig sein',
  '{0} is not a valid Email Address': '{0} ist keine gültige E-Mail-Adresse',
  '{0} is not a valid Phone Number': '{0} ist keine gültige Telefonnummer',
  '{0} {1} already exists': '{0} {1} existiert bereits',
  Note: 'Hinweis',
  Message: 'Nachricht',
  'Duplicate Name': 'Doppelter Name',
  'Value too big': 'Wert zu groß',
  'Customer Name': 'Kundenname',
  'Supplier Name': 'Name des Lieferanten',
  'Address Line 1': 'Adresse Zeile 1',
  'City/Town': 'Ort/Wohnort',
  Customer: 'Kunde',
  Supplier: 'Lieferant',
  Contact: 'Kontakt',
  Address: 'Adresse',
  Country: 'Land',
  Billing: 'Abrechnung',
  Shipping: 'Versand',
  Other: 'Andere',
}

/** Translates for an account's language and fills the placeholders. */
export function translate(language: string, text: string, ...values: string[]): string {
  const found = language.startsWith('de') ? (german[text] ?? text) : text
  return found.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '')
}
