import type { Texts } from '#connector-kit'

/** What the codes of products, orders, invoices and payments say to people. */
export const businessTexts: Texts = {
  'odoo.tax-unknown': {
    message: {
      en: 'Odoo and the hub do not mean the same by the tax {tax}. Odoo has: {choices}.',
      de: 'Odoo und der Hub meinen mit der Steuer {tax} nicht dasselbe. Odoo hat: {choices}.',
    },
    fix: {
      en: 'Create the tax in Odoo, or give the one that is meant its category there (Accounting › Configuration › Taxes › Tax Category Code), or name it in the mapping.',
      de: 'Die Steuer in Odoo anlegen oder der gemeinten dort ihre Kategorie geben (Buchhaltung › Konfiguration › Steuern › Steuerkategorie) oder sie in der Zuordnung nennen.',
    },
  },
  'odoo.unit-unknown': {
    message: {
      en: 'Odoo and the hub do not mean the same by the unit {unit}. Odoo has: {choices}.',
      de: 'Odoo und der Hub meinen mit der Einheit {unit} nicht dasselbe. Odoo hat: {choices}.',
    },
    fix: {
      en: 'Use one of the units that Odoo brings along, or name the one that is meant in the mapping.',
      de: 'Eine der Einheiten verwenden, die Odoo mitbringt, oder die gemeinte in der Zuordnung nennen.',
    },
  },
  'odoo.line-empty': {
    message: { en: 'A line has neither product nor text.', de: 'Eine Zeile hat weder Produkt noch Text.' },
    fix: { en: 'Give it a text.', de: 'Ihr einen Text geben.' },
  },
  'odoo.no-pricelist': {
    message: {
      en: 'Odoo has no price list in {currency}, and so no orders in it.',
      de: 'In Odoo gibt es keine Preisliste in {currency} und damit keine Aufträge in dieser Währung.',
    },
    fix: {
      en: 'Create one in Odoo: Sales › Products › Pricelists.',
      de: 'Eine in Odoo anlegen: Verkauf › Produkte › Preislisten.',
    },
  },
  'odoo.no-way-back': {
    message: {
      en: 'The document cannot go back to {state} in Odoo.',
      de: 'Der Beleg kann in Odoo nicht zurück auf {state}.',
    },
    fix: { en: 'Settle it in Odoo by hand.', de: 'Ihn in Odoo von Hand klären.' },
  },
  'odoo.state-refused': {
    message: {
      en: 'Odoo has not brought the document to {state}; it is still {is}.',
      de: 'Odoo hat den Beleg nicht auf {state} gebracht; er ist weiterhin {is}.',
    },
    fix: {
      en: 'Try it in Odoo by hand: it may ask something back.',
      de: 'Es in Odoo von Hand versuchen: Vielleicht fragt es etwas nach.',
    },
  },
  'odoo.number-own': {
    message: {
      en: 'Odoo has issued this document itself, as {number}; its number cannot be another one.',
      de: 'Odoo hat diesen Beleg selbst ausgestellt, als {number}; seine Nummer kann keine andere sein.',
    },
    fix: {
      en: 'Decide in which system such documents are issued, and let only that one lead for the number.',
      de: 'Entscheiden, in welchem System solche Belege ausgestellt werden, und nur dieses für die Nummer führen lassen.',
    },
  },
  'odoo.invoice-settled': {
    message: {
      en: 'The invoice is already settled, at least in part, and is not cancelled by itself.',
      de: 'Die Rechnung ist bereits ausgeglichen, zumindest teilweise, und wird nicht von selbst storniert.',
    },
    fix: {
      en: 'Take the payments back in Odoo first, or make a credit note.',
      de: 'In Odoo zuerst die Zahlungen zurücknehmen oder eine Gutschrift erstellen.',
    },
  },
  'odoo.allocated-too-much': {
    message: {
      en: 'More is allocated to invoices than the payment amounts to.',
      de: 'Auf Rechnungen ist mehr verteilt, als die Zahlung beträgt.',
    },
    fix: { en: 'Correct the allocations.', de: 'Die Verteilung berichtigen.' },
  },
  'odoo.allocated-twice': {
    message: {
      en: 'The payment is allocated to the invoice {invoice} twice.',
      de: 'Die Zahlung ist der Rechnung {invoice} zweimal zugeordnet.',
    },
    fix: { en: 'Make one allocation of both.', de: 'Beides zu einer Zuordnung zusammenfassen.' },
  },
  'odoo.invoice-not-open': {
    message: {
      en: 'The invoice {invoice} is not posted in Odoo, or less of it is open than the payment settles.',
      de: 'Die Rechnung {invoice} ist in Odoo nicht gebucht, oder es ist weniger davon offen, als die Zahlung ausgleicht.',
    },
    fix: {
      en: 'Post the invoice in Odoo, or see by what it has been settled there.',
      de: 'Die Rechnung in Odoo buchen oder nachsehen, wodurch sie dort ausgeglichen wurde.',
    },
  },
  'odoo.payment-own': {
    message: {
      en: 'The payment was entered in Odoo; its number and what it settles are changed there only.',
      de: 'Die Zahlung wurde in Odoo eingegeben; ihre Nummer und was sie ausgleicht wird nur dort geändert.',
    },
    fix: { en: 'Change it in Odoo.', de: 'Sie in Odoo ändern.' },
  },
  'odoo.payment-issued': {
    message: {
      en: 'The payment is posted; what it settles does not change any more.',
      de: 'Die Zahlung ist gebucht; was sie ausgleicht, ändert sich nicht mehr.',
    },
    fix: {
      en: 'Cancel it and enter another one.',
      de: 'Sie stornieren und eine neue eingeben.',
    },
  },
  'odoo.payment-without-entry': {
    message: {
      en: 'The payment has made no journal entry in Odoo, so it cannot settle an invoice.',
      de: 'Die Zahlung hat in Odoo keine Buchung erzeugt und kann daher keine Rechnung ausgleichen.',
    },
    fix: {
      en: 'Give the payment method of the journal an outstanding account: Accounting › Configuration › Journals.',
      de: 'Der Zahlungsmethode des Journals ein Konto für offene Zahlungen geben: Buchhaltung › Konfiguration › Journale.',
    },
  },
  'odoo.no-cash-journal': {
    message: { en: 'Odoo has no cash journal.', de: 'In Odoo gibt es kein Kassenjournal.' },
    fix: {
      en: 'Create one in Odoo: Accounting › Configuration › Journals.',
      de: 'Eines in Odoo anlegen: Buchhaltung › Konfiguration › Journale.',
    },
  },
  'odoo.currency-inactive': {
    message: {
      en: 'The currency {currency} is not active in Odoo. Active are: {choices}.',
      de: 'Die Währung {currency} ist in Odoo nicht aktiv. Aktiv sind: {choices}.',
    },
    fix: {
      en: 'Activate it in Odoo: Accounting › Configuration › Currencies.',
      de: 'Sie in Odoo aktivieren: Buchhaltung › Konfiguration › Währungen.',
    },
  },
}
