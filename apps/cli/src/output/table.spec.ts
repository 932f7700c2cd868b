import { describe, expect, it } from '@jest/globals'
import { table, type Column } from './table.js'
import { width } from './width.js'

interface Row {
  id: string
  title: string
  count: number
  note: string
}

const columns: Column<Row>[] = [
  { title: 'Id', value: (row) => row.id },
  { title: 'Name', value: (row) => row.title, flexible: true },
  { title: 'Count', value: (row) => row.count, align: 'right' },
  { title: 'Note', value: (row) => row.note, flexible: true },
]
const rows: Row[] = [
  { id: '1a2b3c4d', title: 'Bürotechnik Schäfer GmbH & Co. KG', count: 7, note: '' },
  { id: '2b3c4d5e', title: 'Ann', count: 1200, note: '' },
]
const lines = (given: Row[], room: number | undefined): string[] =>
  table(given, columns, { columns: room, heading: (title) => title })

describe('a table', () => {
  it('is as wide as it needs in a pipe, right-aligns numbers and leaves out empty columns', () => {
    expect(lines(rows, undefined)).toEqual([
      'Id        Name                               Count',
      '1a2b3c4d  Bürotechnik Schäfer GmbH & Co. KG      7',
      '2b3c4d5e  Ann                                 1200',
    ])
  })

  it.each([120, 80, 60, 40, 32])('fits %d columns and never cuts ids and numbers', (room) => {
    const noted = rows.map((row) => ({ ...row, note: 'something longer to say about it' }))
    const shown = lines(noted, room)
    expect(
      shown.every((line) => width(line) <= room || line.startsWith('Name: ') || line.startsWith('Note: ')),
    ).toBe(true)
    const text = shown.join('\n')
    for (const whole of ['1a2b3c4d', '2b3c4d5e', '1200']) expect(text).toContain(whole)
  })

  it('becomes blocks where even cut columns do not fit', () => {
    expect(lines(rows, 20)).toEqual([
      'Id: 1a2b3c4d',
      'Name: Bürotechnik Schäfer GmbH & Co. KG',
      'Count: 7',
      '',
      'Id: 2b3c4d5e',
      'Name: Ann',
      'Count: 1200',
    ])
  })
})
