import { text } from './text.js'

/** Texts of lists and of finding things by a short id. */
export const listTexts = {
  limit: text('how many to show', 'wie viele gezeigt werden'),
  all: text('show all', 'alle zeigen'),
  unknownId: text('Nothing here has an id that begins with "{id}".', 'Hier beginnt keine Id mit „{id}“.'),
  unknownIdFix: text(
    'Take the id from the list, or give all 36 characters of it.',
    'Nehmen Sie die Id aus der Liste, oder geben Sie alle 36 Zeichen an.',
  ),
  ambiguousId: text(
    'Several ids begin with "{id}"; type more of it.',
    'Mehrere Ids beginnen mit „{id}“; geben Sie mehr davon ein.',
  ),
}
