/** A chat as a file that people keep and print (A7). */
import { minuteOf } from '../../../domain/shanghai.ts';
import type { chatDownloadQuery, ChatMessage } from '../../api/chat.ts';
import { counterWords } from '../../i18n/counter-words.ts';
import { wordIn, type KindNamespace } from '../../i18n/kind-words.ts';
import type { Language, Translate } from '../../i18n/index.ts';
import type { z } from 'zod';
import { translateTo } from '../http/language.ts';

type Format = z.output<typeof chatDownloadQuery>['format'];

interface Transcript {
  kind: string;
  number: string;
  messages: readonly ChatMessage[];
}

interface Entry {
  at: string;
  speaker: string;
  /** For the look: who speaks. */
  role: ChatMessage['speaker'];
  /** Each begins a line of its own. */
  lines: string[];
}

/** @param namespaceOf words of a kind of case; undefined for a kind of a later version */
export function transcriptOf(
  format: Format,
  { kind, number, messages }: Transcript,
  namespaceOf: (kind: string) => KindNamespace | undefined,
  language: Language,
): { name: string; mediaType: string; text: string } {
  const t = translateTo(language);
  const title = t('transcript:title', { number });
  const made = t('transcript:made', { at: minuteOf(Date.now()) });
  const entries = messages.map((message) => entryOf(message, (of, name) => wordFor(namespaceOf(of ?? kind), name, t), t, language));
  return format === 'html'
    ? { name: `${title}.html`, mediaType: 'text/html', text: htmlOf(title, made, entries, language, t) }
    : { name: `${title}.txt`, mediaType: 'text/plain', text: textOf(title, made, entries, t) };
}

/** Word for an event of this case, or for another kind of case. */
type Word = (ofKind: string | null, event: string | null) => string;

function wordFor(namespace: KindNamespace | undefined, event: string | null, t: Translate): string {
  if (namespace === undefined) return event ?? '';
  return event === null ? t(`${namespace}:short`) : wordIn(t, namespace, 'event', event);
}

function entryOf(message: ChatMessage, word: Word, t: Translate, language: Language): Entry {
  const { quote } = message;
  const quoting = quote === null ? [] : [t('transcript:quoting', { name: quote.name ?? t('transcript:robot'), excerpt: quote.excerpt })];
  return {
    at: minuteOf(Date.parse(message.at)),
    speaker: speakerOf(message, t),
    role: message.speaker,
    lines: [...quoting, ...linesOf(message, word, t, language)].filter((line) => line !== ''),
  };
}

function speakerOf({ speaker, name, internal }: ChatMessage, t: Translate): string {
  if (speaker === 'robot' || speaker === 'system') return t(`transcript:${speaker}`);
  const known = name ?? t('transcript:officer');
  return internal ? t('transcript:note', { name: known }) : known;
}

function linesOf({ content }: ChatMessage, word: Word, t: Translate, language: Language): string[] {
  const questions = (entries: readonly { question: string }[]): string => entries.map(({ question }) => question).join(' / ');
  switch (content.type) {
    case 'text':
      return [content.text];
    case 'files':
      return [content.text, ...content.files.map(({ name }) => t('transcript:file', { name }))];
    case 'answer':
      return [
        content.question,
        ...(content.written?.done === true ? writtenLines(content.written, t) : []),
        content.text,
        ...(content.counter === null ? [] : [t('conversation:chat.counterOnly'), ...counterWords(content.counter, t, language)]),
        ...content.sources.map(({ title, number, date }) => [title, number, date].filter((part) => part !== null).join(' ')),
        ...(content.related.length === 0 ? [] : [t('transcript:related', { questions: questions(content.related) })]),
      ];
    case 'choices':
      return [t('transcript:choices', { questions: questions(content.entries) })];
    case 'none':
      return [content.text ?? t('transcript:none')];
    case 'card':
      return [word(content.kind, null)];
    case 'line':
      return [word(null, content.event)];
    case 'recalled':
      return [t('transcript:recalled')];
  }
}

const writtenLines = (
  { text, entries }: NonNullable<Extract<ChatMessage['content'], { type: 'answer' }>['written']>,
  t: Translate,
): string[] => [t('conversation:chat.written'), text, ...entries.map(({ number, question }) => `[${String(number)}] ${question}`)];

const textOf = (title: string, made: string, entries: readonly Entry[], t: Translate): string =>
  [
    title,
    made,
    '',
    ...(entries.length === 0 ? [t('transcript:empty')] : entries.flatMap(({ at, speaker, lines }) => [`[${at}] ${speaker}`, ...lines, ''])),
  ].join('\r\n');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** Black on white with lines instead of colours, so that it prints as it looks; a message is not torn by a page break. */
const style = `
body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.25rem; margin: 0; } header p, time { color: #555; font-size: .875rem; }
article { border-top: 1px solid #ccc; padding: .5rem 0; break-inside: avoid; }
article h2 { display: inline; font-size: .9375rem; margin: 0 .75rem 0 0; }
article.system { color: #555; } article p { margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; } }`;

const htmlOf = (title: string, made: string, entries: readonly Entry[], language: Language, t: Translate): string =>
  `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${style}</style></head><body>
<header><h1>${escaped(title)}</h1><p>${escaped(made)}</p></header>
${entries.length === 0 ? `<p>${escaped(t('transcript:empty'))}</p>` : entries.map(articleOf).join('\n')}
</body></html>
`;

const articleOf = ({ at, speaker, role, lines }: Entry): string =>
  `<article class="${role}"><h2>${escaped(speaker)}</h2><time>${at}</time>
${lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')}</article>`;
