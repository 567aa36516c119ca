// SPDX-License-Identifier: AGPL-3.0-or-later
//
// import_walk — a file from the hand to the record and back, corrected on the way.
import { check, open, plain, same, settle, withPage } from './page.mjs';
import { bring, file } from './imports.mjs';

export const STATES = {};

/** What the server has of the import that the page is at. */
async function onRecord(page, context) {
  const { pathname } = new URL(page.url());
  return (await context.request.get(`/api/v1${pathname}`)).json();
}

/** The plan as it is after a change. */
async function planned(page) {
  await page.waitForFunction(() => document.querySelector('.plan')?.getAttribute('aria-busy') === 'false');
}

export const TESTS = {
  async a_file_is_brought_corrected_taken_and_undone() {
    await withPage({}, async (page, context) => {
      await open(page, '/imports/new');
      page.on('filechooser', () => undefined); // so that the browser asks nobody, before a key is pressed
      // By the keyboard, as far as the browser's own window lets it.
      await page.locator('.drop button').focus();
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
      await chooser.setFiles(file('walk.csv', `when,netpro,area,said
${Array.from({ length: 30 }, (_, i) => `2026-10-${10 + i % 9},${i === 4 ? 12 : i % 3 ? 10 : 2},${i % 2 ? 'A' : 'B'},`).join('\n')}
`));
      await page.waitForSelector('.plan');
      await page.waitForFunction(() => document.activeElement?.id === 'page-title');
      check((await page.title()).includes('walk.csv'), 'the title is another');
      same(await page.locator('.records tbody tr').count(), 20, 'records that are shown');

      // A question is answered by its line.
      await page.locator('.question', { hasText: 'dates' }).getByRole('button').nth(1).click();
      await planned(page);
      same((await onRecord(page, context)).report.columns[0].role, 'time', 'what the dates are');
      same(await page.locator('.question', { hasText: 'hold dates' }).count(), 0, 'questions about dates');

      // One that is left as it is, is not asked again when the page comes anew.
      const open_questions = page.locator('.question');
      const before = await open_questions.count();
      check(before > 0, 'no question is left');
      await open_questions.first().getByRole('button').first().click();
      await page.reload();
      await page.waitForSelector('.plan');
      same(await open_questions.count(), before - 1, 'questions after one was answered');

      // A column is corrected, and the scores follow.
      await page.locator('.column-more').nth(1).click();
      await page.locator('.field-choice select').selectOption('recommend');
      await planned(page);
      await page.getByLabel('Scale').fill('0-10');
      await page.keyboard.press('Enter');
      await planned(page);
      await page.getByLabel('Question as it was asked').fill('Would you tell a friend?');
      await page.locator('h1').click();
      await planned(page);
      const { report } = await onRecord(page, context);
      same(report.scores.length, 1, 'scores');
      const [score] = report.scores;
      same([score.measure, score.n].join(), 'nps,29', 'the score');
      const shown = plain(await page.textContent('.score-one'));
      check(shown.includes('29 answers') && shown.includes('Would you tell a friend?'), `another score: ${shown}`);
      check(plain(await page.textContent('.plan-sum')).includes('1 will be refused'), 'a refusal is not announced');
      check((await page.textContent('.records')).includes('refused'), 'a refused cell is not shown');

      // Taken, with a report.
      await page.locator('.plan-foot .is-primary').click();
      await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
      await settle(page);
      const { taken, state } = await onRecord(page, context);
      same([taken, state].join(), '30,done', 'what was taken');
      const refusal = plain(await page.textContent('.refusals tbody tr'));
      same(await page.locator('a[download]').count(), 0, 'files of refused records, where only a cell was');
      check(refusal.startsWith('6') && refusal.includes('netpro') && refusal.includes('outside the scale'), `refused: ${refusal}`);

      // On the overview, as its only source.
      await page.getByText('See it on the overview').click();
      await page.waitForSelector('.tile .n');
      await settle(page);
      check((await page.textContent('.chip')).includes('walk'), 'no filter for the source');
      same(await page.getAttribute('.tile .n', 'data-n'), '29', 'answers of its score');

      // And out again.
      await page.goBack();
      await page.getByText('Undo this import').click();
      check(plain(await page.textContent('dialog .dialog-body')).includes('30 signals'), 'how many go is not said');
      await page.locator('dialog .is-primary').click();
      await page.getByText('Taken out again').waitFor({ timeout: 20_000 });
      same((await onRecord(page, context)).removed, 30, 'signals that went');
      const { sources } = await (await context.request.get('/api/v1/overview')).json();
      check(!sources.some((s) => s.key === 'walk'), 'its source is still there');
      await open(page, '/imports');
      check((await page.textContent('tbody tr')).includes('Undone'), 'the list does not say so');
    });
  },

  async what_was_read_wrongly_is_changed_and_taken_anew() {
    await withPage({}, async (page, context) => {
      const rows = Array.from({ length: 40 }, (_, i) => `${i % 5 + 1},${i % 2 ? 'A' : 'B'}`).join('\n');
      await bring(page, 'wrong.csv', `rating,area\n${rows}\n`);
      await page.locator('.plan-foot .is-primary').click();
      await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
      await settle(page);
      const first = new URL(page.url()).pathname;
      await page.getByRole('button', { name: 'Change how it was read' }).press('Enter');
      await page.getByRole('button', { name: 'Take it out and read it again' }).press('Enter');
      await page.waitForSelector('.plan', { timeout: 20_000 });
      await settle(page);
      check(new URL(page.url()).pathname !== first, 'the page is that of the import before');
      same((await onRecord(page, context)).report.columns[0].kind, 'score', 'what the column is');
      await page.locator('.column-choice select').first().selectOption('choice');
      await planned(page);
      await page.locator('.plan-foot .is-primary').click();
      await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
      const { taken, report, source } = await onRecord(page, context);
      same([taken, report.columns[0].kind, source].join(), '40,choice,wrong', 'what was taken');
      // Next month's file is read as this one was.
      await bring(page, 'next.csv', `rating,area\n${rows.split('\n').reverse().join('\n')}\n5,C\n`);
      same((await onRecord(page, context)).report.columns[0].kind, 'choice', 'what the next one is read as');
      check((await page.textContent('.plan')).includes('taken for what they were in import'), 'nothing says why');
    });
  },

  async columns_with_another_name_are_taken_for_the_same_all_at_once() {
    await withPage({}, async (page, context) => {
      const rows = (k) => Array.from({ length: 60 }, (_, i) =>
        [i % 5 + 1, (i * k) % 5 + 1, i % 7 + 1, 'NSE'[i % 3], ['web', 'shop'][i % 2], i % 4].join()).join('\n');
      await bring(page, 'wave_one.csv', `clean,staff,food,region,channel_used,visits\n${rows(2)}\n`);
      await page.locator('.plan-foot .is-primary').click();
      await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
      await bring(page, 'wave_two.csv', `clean,staff,food,sregion,channel_use,visits\n${rows(3)}\n`);
      await page.locator('.question', { hasText: 'wave_one' }).getByRole('button').nth(1).click();
      await planned(page);
      await page.locator('.question-all button').press('Enter');
      await planned(page);
      const { report } = await onRecord(page, context);
      same(report.questions.filter(({ code }) => code === 'renamed').length, 0, 'questions of other names');
      same(report.columns.slice(3, 5).map(({ field }) => field).join(), 'region,channel_used', 'their fields');
    });
  },

  async the_next_file_of_a_source_is_read_as_its_last_though_its_columns_changed() {
    await withPage({}, async (page, context) => {
      const rows = Array.from({ length: 60 }, (_, i) =>
        [i % 5 + 1, 'NSE'[i % 3], ['web', 'shop'][i % 2], ['new', 'old'][i % 2], i % 4].join()).join('\n');
      await bring(page, 'march_pulse.csv', `rating,region,channel_used,plan,visits\n${rows}\n`);
      await page.locator('.column-choice select').first().selectOption('choice');
      await planned(page);
      await page.locator('.plan-foot .is-primary').click();
      await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
      await bring(page, 'april_pulse.csv', `rating,region,channel_used,plan,floor\n${rows}\n`);
      same((await onRecord(page, context)).report.columns[0].kind, 'score', 'what nobody has said');
      await page.getByRole('button', { name: 'It is its next file' }).press('Enter');
      await planned(page);
      const { report, source } = await onRecord(page, context);
      same([source, report.columns[0].kind].join(), 'march_pulse,choice', 'whose it is, and what it is read as');
      const said = plain(await page.textContent('.plan'));
      check(said.includes('taken for what they were in import'), 'nothing says why');
      check(said.includes('floor') && said.includes('visits'), 'what came and went is not said');
    });
  },

  async records_of_which_nothing_was_taken_are_given_back() {
    await withPage({}, async (page, context) => {
      await bring(page, 'broken.csv', `score,area\n${
        Array.from({ length: 30 }, (_, i) => (i === 3 ? '7,B,x' : `${i % 5 + 1},A`)).join('\n')}\n`);
      await page.locator('.plan-foot .is-primary').click();
      await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
      check((await page.textContent('.refusals tbody')).includes('the record'), 'the record is not listed');
      const reply = await context.request.get(await page.getAttribute('a[download]', 'href'));
      check((await reply.text()).includes('7,B,x'), 'the record is not in the file');
      await page.getByText('Undo this import').click();
      await page.locator('dialog .is-primary').click();
      await page.getByText('Taken out again').waitFor({ timeout: 20_000 });
    });
  },

  async a_mistake_stands_beside_its_entry_and_is_taken_back() {
    await withPage({}, async (page, context) => {
      await bring(page);
      await page.locator('.column-more').nth(1).click();
      await page.getByLabel('Scale').fill('low to high');
      await page.keyboard.press('Enter');
      const wrong = page.locator('.column-fields [aria-invalid="true"]');
      await wrong.waitFor();
      same(await wrong.inputValue(), 'low to high', 'what was written');
      check(await page.locator('.plan-foot .is-primary').isDisabled(), 'it can be taken all the same');
      const before = (await onRecord(page, context)).report.map;
      await page.getByText('Take the change back').click();
      await planned(page);
      same(await page.locator('.plan-problem').count(), 0, 'complaints');
      same((await onRecord(page, context)).report.map, before, 'the map on record');
      check(await page.locator('.plan-foot .is-primary').isEnabled(), 'it cannot be taken');
    });
  },

  async who_is_quicker_than_the_page_is_waited_for() {
    await withPage({}, async (page) => {
      let isAsked = false;
      await page.route('**/api/v1/me', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 1500));
        isAsked = true;
        await route.continue();
      });
      await page.goto('/imports/new');
      await page.setInputFiles('input[type="file"]', file('quick.csv', 'id,score\n1,9\n2,10\n3,4\n'));
      await page.waitForSelector('.plan');
      check(isAsked, 'the file was taken before anybody was known');
    });
  },

  async a_code_book_gives_codes_their_labels() {
    await withPage({}, async (page, context) => {
      await bring(page, 'gates.csv', `id,gate\n${Array.from({ length: 40 }, (_, i) => `${i},${1 + i % 3}`).join('\n')}\n`);
      await page.locator('.plan-book summary').click();
      await page.fill('#book-text', 'gate: Where?\n1 = Terminal A\n2 = Terminal B\n3 = Terminal C\n');
      await page.locator('.plan-book .is-primary').click();
      await page.waitForFunction(() => document.querySelector('#map-text')?.value.includes('code 2: Terminal B'));
      same(await page.locator('.plan-book [role="status"]').textContent() !== '', true, 'a word that it is done');
    });
  },

  async a_map_is_pasted_and_read_back() {
    await withPage({}, async (page, context) => {
      await bring(page);
      await page.locator('details:has(#map-text) summary').click();
      await page.fill('#map-text', '# last month\nsource: pasted\n[netpro] kind: score\nfield: recommend\nscale: 0-10\n');
      await page.getByText('Use this text').click();
      await planned(page);
      const { source, report } = await onRecord(page, context);
      same([source, report.columns[1].field].join(), 'pasted,recommend', 'what is taken for what');
      same(await page.locator('.plan-file input').inputValue(), 'pasted', 'the source');
      // What is changed below goes into the text as it was written.
      await page.locator('.column select').nth(4).selectOption('skip');
      await planned(page);
      const text = await page.inputValue('#map-text');
      check(text.startsWith('# last month\nsource: pasted\n') && text.endsWith('[area]\nkind: skip\n'), text);
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download').click()]);
      same(download.suggestedFilename(), 'answers.map', 'the name of the map');
      await page.fill('#map-text', 'source\n');
      await page.getByText('Use this text').click();
      await page.waitForSelector('#map-text[aria-invalid="true"]');
      same(await page.inputValue('#map-text'), 'source\n', 'what was written');
    });
  },

  async who_somebody_is_and_what_is_no_answer_are_said_in_place() {
    await withPage({}, async (page, context) => {
      await bring(page, 'roles.csv', `who,score,code\n${
        Array.from({ length: 30 }, (_, i) => `p${i},${i % 5 + 1},${i % 3}`).join('\n')}\n`);
      const columns = async () => (await onRecord(page, context)).report.columns;
      const role = page.locator('.column select').nth(1);
      await role.selectOption('person');
      await planned(page);
      same((await columns())[0].role, 'person', 'what the first column tells');
      await role.selectOption('');
      await planned(page);
      same((await columns())[0].role, undefined, 'what the first column tells');
      await page.locator('.column-more').nth(1).click();
      await page.getByLabel('Codes that mean no answer').fill('5');
      await page.keyboard.press('Enter');
      await planned(page);
      same((await columns())[1].missing.join(), '5', 'codes for no answer');
      await page.locator('.code-add').click();
      await page.locator('.code input').nth(0).fill('1');
      await page.locator('.code input').nth(1).fill('Never: "no"');
      await page.locator('h1').click();
      await planned(page);
      check((await onRecord(page, context)).report.map.includes('code 1: Never: "no"'), 'the code is not in the map');
      await page.locator('.code button').click();
      await planned(page);
      check(!(await onRecord(page, context)).report.map.includes('code 1'), 'the code is still in the map');
    });
  },

  async a_wide_file_is_shown_some_columns_at_a_time() {
    await withPage({}, async (page) => {
      await bring(page, 'wide.csv', `${Array.from({ length: 300 }, (_, i) => `Q${i}`).join(',')}\n${
        Array.from({ length: 300 }, (_, i) => i % 7).join(',')}\n`);
      same(await page.locator('.column-list .column').count(), 25, 'columns');
      await page.getByLabel('Columns after').click();
      same(await page.textContent('.column-list h3'), 'Q25', 'the first column');
      same(new URL(page.url()).search, '?from=25', 'the address');
      await page.fill('input[type="search"]', 'q29');
      same(await page.locator('.column-list .column').count(), 11, 'columns that are called so');
      same(await page.textContent('.column-list h3'), 'Q29', 'the first of them');
      await page.locator('.plan-foot button').first().click();
      await page.waitForFunction(() => location.pathname === '/imports');
    });
  },

  async sending_is_cancelled_and_what_is_no_file_is_refused() {
    await withPage({}, async (page) => {
      await open(page, '/imports/new');
      await page.route('**/api/v1/imports?*', () => undefined);
      await page.setInputFiles('input[type="file"]', file('slow.csv', 'a,b\n1,2\n'));
      await page.waitForSelector('.progress');
      await page.keyboard.press('Enter'); // the focus is on Cancel
      await page.waitForSelector('.drop');
      check((await page.textContent('.drop [role="status"]')).length > 5, 'nothing says that it is cancelled');
      await page.unroute('**/api/v1/imports?*');
      await page.setInputFiles('input[type="file"]', file('empty.csv', ''));
      await page.waitForSelector('.failed');
      check(plain(await page.textContent('.failed')).includes('empty.csv'), 'which file is not said');
      const transfer = await page.evaluateHandle(() => {
        const data = new DataTransfer();
        data.items.add(new File(['a,score\nx,1\ny,2\n'], 'dropped.csv'));
        return data;
      });
      await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });
      await page.waitForSelector('.plan');
      same(await page.textContent('h1'), 'dropped.csv', 'the file');
    });
  },
};
