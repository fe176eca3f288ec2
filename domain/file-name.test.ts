import { describe, expect, it } from '@jest/globals';

import { cleanFileName, endingOf, typeOfName } from './file-name.ts';

describe('the name of a file', () => {
  it.each([
    ['资料.pdf', '资料.pdf'],
    ['C:\\Users\\me\\资料.pdf', '资料.pdf'],
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['/a/b/../c.doc', 'c.doc'],
    ['照片\u202Egpj.exe', '照片gpj.exe'],
    ['a\0b\u0007\r\n.png', 'ab.png'],
    ['  ...hidden.txt ', 'hidden.txt'],
    ['half\ud800.txt', 'half.txt'],
    ['👩‍👩‍👧.jpg', '👩👩👧.jpg'],
    ['合同.pdf.', '合同.pdf'],
    ['合同.pdf . ', '合同.pdf'],
    ['合同．ＰＤＦ', '合同.PDF'],
    ['合同。docx', '合同.docx'],
    ['第一。第二', '第一。第二'],
    ['a/', ''],
    ['\u200e\u200f', ''],
  ])('%j becomes %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  it('is cut in the middle, so that its ending stays', () => {
    const kept = cleanFileName(`${'长'.repeat(300)}.pdf`);
    expect(Array.from(kept)).toHaveLength(200);
    expect(kept.endsWith('长.pdf')).toBe(true);
    expect(Array.from(cleanFileName('😀'.repeat(300)))).toHaveLength(200);
    expect(Array.from(cleanFileName(`a.${'b'.repeat(300)}`))).toHaveLength(200);
  });

  it('says of which type its file is', () => {
    expect(['a.JPEG', 'a.jpg', 'a．ｊｐｇ', 'a.png.', 'a.exe', 'png'].map(typeOfName)).toEqual([
      'jpg',
      'jpg',
      'jpg',
      'png',
      undefined,
      undefined,
    ]);
  });

  it('has its ending in small letters', () => {
    expect(['A.PDF', 'a.tar.gz', 'none', 'dot.'].map(endingOf)).toEqual(['pdf', 'gz', '', '']);
  });
});
