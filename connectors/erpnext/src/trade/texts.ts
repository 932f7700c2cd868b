import type { Texts } from '#connector-kit'

/** Texts about products, orders, invoices and payments. */
export const tradeTexts: Texts = {
  'erpnext.tax-unknown': {
    message: {
      en: 'ERPNext does not know the tax {tax}. It has: {choices}.',
      de: 'ERPNext kennt die Steuer {tax} nicht. Vorhanden sind: {choices}.',
    },
    fix: {
      en: 'Set up a tax template with this rate in ERPNext, or name the one for a tax of 0 % in the connection; or correct the tax.',
      de: 'In ERPNext eine Steuervorlage mit diesem Satz anlegen oder die für eine Steuer mit 0 % in der Verbindung nennen; oder die Steuer korrigieren.',
    },
  },
  'erpnext.tax-mixed': {
    message: {
      en: 'ERPNext cannot tell the taxes of these lines apart ({taxes}).',
      de: 'ERPNext kann die Steuern dieser Positionen nicht auseinanderhalten ({taxes}).',
    },
    fix: {
      en: 'Set up an item tax template for each of them in ERPNext that has the other accounts at 0.',
      de: 'In ERPNext für jede davon eine Artikelsteuervorlage anlegen, in der die anderen Konten 0 haben.',
    },
  },
  'erpnext.unit-unknown': {
    message: {
      en: 'ERPNext has no unit for {unit}. It has: {choices}.',
      de: 'ERPNext hat keine Einheit für {unit}. Vorhanden sind: {choices}.',
    },
    fix: {
      en: 'Add the unit in ERPNext (UOM) with its common code of UN/ECE Rec 20.',
      de: 'Die Einheit in ERPNext (UOM) mit ihrem Code nach UN/ECE Rec 20 anlegen.',
    },
  },
  'erpnext.means-unknown': {
    message: {
      en: 'ERPNext has no mode of payment for {means}. It has: {choices}.',
      de: 'ERPNext hat keine Zahlungsart für {means}. Vorhanden sind: {choices}.',
    },
    fix: {
      en: 'Add it in ERPNext (Mode of Payment) under a usual name, for example Direct Debit.',
      de: 'Sie in ERPNext (Zahlungsart) unter einem üblichen Namen anlegen, zum Beispiel Lastschrift.',
    },
  },
  'erpnext.account-missing': {
    message: {
      en: 'The company {company} has no account for money in ERPNext.',
      de: 'Das Unternehmen {company} hat in ERPNext kein Konto für Geld.',
    },
    fix: {
      en: 'Set a default bank or cash account in the company, or an account in the mode of payment.',
      de: 'Im Unternehmen ein Standardbankkonto oder -kassenkonto oder in der Zahlungsart ein Konto festlegen.',
    },
  },
  'erpnext.status-unknown': {
    message: { en: 'ERPNext knows no status {status}.', de: 'ERPNext kennt keinen Status {status}.' },
    fix: { en: 'Correct the mapping of the status.', de: 'Die Zuordnung des Status korrigieren.' },
  },
  'erpnext.status-back': {
    message: {
      en: 'A document never goes back in ERPNext, not even to {status}.',
      de: 'Ein Dokument geht in ERPNext nie zurück, auch nicht zu {status}.',
    },
    fix: {
      en: 'Cancel the document and make a new one.',
      de: 'Das Dokument stornieren und ein neues anlegen.',
    },
  },
  'erpnext.frozen': {
    message: {
      en: 'ERPNext does not allow this change after the document was submitted.',
      de: 'ERPNext erlaubt diese Änderung nach dem Buchen des Dokuments nicht.',
    },
    fix: {
      en: 'Cancel the document in ERPNext and make a new one, or take over its value.',
      de: 'Das Dokument in ERPNext stornieren und ein neues anlegen oder dessen Wert übernehmen.',
    },
  },
  'erpnext.fiscal-year': {
    message: {
      en: 'The date lies in no fiscal year of ERPNext.',
      de: 'Das Datum liegt in keinem Geschäftsjahr von ERPNext.',
    },
    fix: {
      en: 'Create the fiscal year in ERPNext, or correct the date.',
      de: 'Das Geschäftsjahr in ERPNext anlegen oder das Datum korrigieren.',
    },
  },
  'erpnext.party-disabled': {
    message: {
      en: 'The customer or supplier is disabled in ERPNext.',
      de: 'Der Kunde oder Lieferant ist in ERPNext deaktiviert.',
    },
    fix: {
      en: 'Enable it there, or choose another one.',
      de: 'Ihn dort aktivieren oder einen anderen wählen.',
    },
  },
}
