/** A text in both languages of the product; `{name}` stands for a parameter. */
export interface MappingText {
  message: { en: string; de: string }
  fix?: { en: string; de: string }
}

const text = (en: string, de: string, fix?: [en: string, de: string]): MappingText => {
  return fix ? { message: { en, de }, fix: { en: fix[0], de: fix[1] } } : { message: { en, de } }
}

/** Texts of `MappingError`: one record could not be carried over. */
export const recordTexts = {
  'mapping.type': text(
    'The value does not fit this field: expected {expected}, found {found}.',
    'Der Wert passt nicht zu diesem Feld: erwartet {expected}, gefunden {found}.',
    ['Correct the value in the system, or give the line a codec.', 'Wert im System berichtigen oder der Zeile einen Codec geben.'],
  ),
  'mapping.value-unknown': text(
    'The system holds a value that the value map of this line does not name ({found}).',
    'Das System enthält einen Wert, den die Wertetabelle dieser Zeile nicht nennt ({found}).',
    ['Add the value to the line’s `values`.', 'Den Wert unter `values` der Zeile ergänzen.'],
  ),
  'mapping.value-unmapped': text(
    'The value map of this line has no counterpart in the system for this value ({found}).',
    'Die Wertetabelle dieser Zeile kennt für diesen Wert keine Entsprechung im System ({found}).',
    ['Add the value to the line’s `values`.', 'Den Wert unter `values` der Zeile ergänzen.'],
  ),
  'mapping.codec-value': text(
    'The codec {codec} expects {expected} and found {found}.',
    'Der Codec {codec} erwartet {expected} und fand {found}.',
    ['Check which native field the line names.', 'Prüfen, welches Feld des Systems die Zeile nennt.'],
  ),
  'mapping.codec-failed': text(
    'The codec {codec} failed on {found}.',
    'Der Codec {codec} scheiterte an {found}.',
    ['Report this as a defect of the connector.', 'Bitte als Fehler des Connectors melden.'],
  ),
  'mapping.expression-failed': text(
    'The JSONata expression of this line failed ({reason}).',
    'Der JSONata-Ausdruck dieser Zeile scheiterte ({reason}).',
    ['Try the expression on this record; D1011 and D1012 mean that it runs too deep or too long.', 'Den Ausdruck an diesem Datensatz ausprobieren; D1011 und D1012 heißen, dass er zu tief oder zu lange läuft.'],
  ),
  'mapping.list': text(
    'The system did not show {list} as a list.',
    'Das System zeigte {list} nicht als Liste.',
    ['Check the native list of these parts.', 'Die im System genannte Liste dieser Teile prüfen.'],
  ),
  'mapping.part-id': text(
    'An item of {list} has no id.',
    'Ein Eintrag von {list} hat keine Kennung.',
    ['Report this as a defect of the connector.', 'Bitte als Fehler des Connectors melden.'],
  ),
  'mapping.part-twice': text(
    'Two items of {list} have the same id.',
    'Zwei Einträge von {list} haben dieselbe Kennung.',
    ['Report this as a defect of the connector.', 'Bitte als Fehler des Connectors melden.'],
  ),
} satisfies Record<string, MappingText> // prettier-ignore
