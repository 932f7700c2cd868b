/** Error texts that Odoo translates, by the user's language: whoever matches on them in one language fails in the other. */
const TEXTS = {
  nameRequired: {
    en: 'The operation cannot be completed: Contacts require a name',
    de: 'Der Vorgang kann nicht abgeschlossen werden: Kontakte benötigen einen Namen',
  },
  foreignKey: {
    en: "The operation cannot be completed: Another model is using the record you are trying to delete.\n\nThe troublemaker is: '{model}' ({name})\nThanks to the following constraint: {constraint}\nHow about archiving the record instead?",
    de: "Der Vorgang kann nicht abgeschlossen werden: Ein anderes Modell verwendet den Datensatz, den Sie löschen möchten.\n\nDer Übeltäter ist: '{model}' ({name})\nDank der folgenden Einschränkung: {constraint}\nWie wäre es, den Datensatz stattdessen zu archivieren?",
  },
  recursion: {
    en: 'You cannot create recursive Partner hierarchies.',
    de: 'Sie können keine rekursiven Partnerhierarchien erstellen.',
  },
  missing: {
    en: 'Record does not exist or has been deleted.\n(Record: {model}({id},), User: {uid})',
    de: 'Der Datensatz existiert nicht oder wurde gelöscht.\n(Datensatz: {model}({id},), Benutzer: {uid})',
  },
  companies: {
    en: 'Access to unauthorized or invalid companies.',
    de: 'Zugriff auf nicht autorisierte oder ungültige Unternehmen.',
  },
  privateMethod: {
    en: "Private methods (such as '{name}') cannot be called remotely.",
    de: "Private Methoden (wie '{name}') können nicht aus der Ferne aufgerufen werden.",
  },
  noAccess: {
    en: "You are not allowed to {operation} '{label}' ({model}) records.\n\nContact your administrator to request access if necessary.",
    de: "Sie dürfen für '{label}' ({model}) Datensätze den Vorgang {operation} nicht ausführen.\n\nWenden Sie sich an Ihren Administrator, um gegebenenfalls Zugriff zu beantragen.",
  },
  otherCompany: {
    en: "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, {user} (id={uid}) doesn't have '{operation}' access to:\n- {label} ({model})\n\nThis seems to be a multi-company issue, you might be able to access the record by switching to the company: {company}.",
    de: "Oh-oh! Sieht so aus, als wären Sie auf streng geheime Datensätze gestoßen.\n\n{user} (id={uid}) hat leider keinen '{operation}'-Zugriff auf:\n- {label} ({model})\n\nDies scheint ein Problem mit mehreren Unternehmen zu sein; wechseln Sie gegebenenfalls zum Unternehmen: {company}.",
  },
  vat: {
    en: '\nThe VAT number [{vat}] for partner [{partner}] does not seem to be valid.  \nNote: the expected format is {format}',
    de: '\nDie USt-IdNr. [{vat}] für Partner [{partner}] scheint nicht gültig zu sein.  \nHinweis: das erwartete Format ist {format}',
  },
  archiveUser: {
    en: 'You cannot archive contacts linked to an active user.\nAsk an administrator to archive their associated user first.\n\nLinked active users :\n{names}',
    de: 'Sie können keine Kontakte archivieren, die mit einem aktiven Benutzer verknüpft sind.\nBitten Sie einen Administrator, zuerst den Benutzer zu archivieren.\n\nVerknüpfte aktive Benutzer:\n{names}',
  },
  deleteUser: {
    en: 'You cannot delete contacts linked to an active user.\nAsk an administrator to archive their associated user first.\n\nLinked active users :\n{names}',
    de: 'Sie können keine Kontakte löschen, die mit einem aktiven Benutzer verknüpft sind.\nBitten Sie einen Administrator, zuerst den Benutzer zu archivieren.\n\nVerknüpfte aktive Benutzer:\n{names}',
  },
  language: { en: 'Invalid language code: {code}', de: 'Ungültiger Sprachcode: {code}' },
  duplicateXmlid: {
    en: 'The operation cannot be completed: duplicate key value violates unique constraint "ir_model_data_module_name_uniq_index"\nDETAIL:  Key (module, name)=({module}, {name}) already exists.\n',
    de: 'Der Vorgang kann nicht abgeschlossen werden: duplicate key value violates unique constraint "ir_model_data_module_name_uniq_index"\nDETAIL:  Key (module, name)=({module}, {name}) already exists.\n',
  },
  noMatch: {
    en: "No matching record found for {kind} '{value}' in field '{field}'",
    de: "Kein passender Datensatz gefunden für {kind} '{value}' in Feld '{field}'",
  },
  externalId: { en: 'external id', de: 'externe ID' },
  databaseId: { en: 'database id', de: 'Datenbank-ID' },
  notInSelection: {
    en: "Value '{value}' not found in selection field '{field}'",
    de: "Wert '{value}' nicht im Auswahlfeld '{field}' gefunden",
  },
  notInteger: {
    en: "'{value}' does not seem to be an integer for field '{field}'",
    de: "'{value}' scheint keine Ganzzahl für das Feld '{field}' zu sein",
  },
  unknownDatabaseId: {
    en: "Unknown database identifier '{value}'",
    de: "Unbekannter Datenbankidentifikator '{value}'",
  },
  importError: {
    en: "Unknown error during import: <class '{type}'>: {message}",
    de: "Unbekannter Fehler beim Import: <class '{type}'>: {message}",
  },
  resolveFirst: { en: 'Resolve other errors first', de: 'Beheben Sie zuerst andere Fehler' },
  tooManyErrors: {
    en: 'Found more than 10 errors and more than one error per 10 records, interrupted to avoid showing too many errors.',
    de: 'Mehr als 10 Fehler und mehr als ein Fehler pro 10 Datensätze, abgebrochen, um nicht zu viele Fehler anzuzeigen.',
  },
} as const

export type TextKey = keyof typeof TEXTS

/** The text in the language of an Odoo language code; English for all but German. */
export function say(lang: string, key: TextKey, params: Record<string, string | number> = {}): string {
  const text = TEXTS[key][lang.startsWith('de') ? 'de' : 'en']
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
