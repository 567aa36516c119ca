/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/layout.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"
#include "listen/laid_table.h"
#include "listen/layout_index.h"
#include "listen/layout_text.h"

static struct layout_reading reading_of(struct test *t, const char *csv)
{
    struct laid_wish wish = {.source = {.path = test_write(t, "t.csv", str_of_chars(csv))}};
    struct laid_table *table = NULL;
    CHECK_OK(laid_open(t->arena, &wish, &table));
    return *laid_reading(table);
}

/* "name" or, where something else was asked, "name=label", each with what it says. */
static str columns_text(struct test *t, const struct layout_reading *r)
{
    static const char *const words[LAYOUT_WHAT_COUNT] = {
        [LAYOUT_FIELD] = "",           [LAYOUT_TIME] = " time",
        [LAYOUT_PERSON] = " person",   [LAYOUT_EMAIL] = " email",
        [LAYOUT_ACCOUNT] = " account", [LAYOUT_CHANNEL] = " channel",
        [LAYOUT_UNIT] = " unit",       [LAYOUT_TOUCHPOINT] = " touchpoint",
        [LAYOUT_CASE] = " case",       [LAYOUT_LANGUAGE] = " language",
        [LAYOUT_KEY] = " key",         [LAYOUT_ID] = " id",
        [LAYOUT_COMMENT] = " comment", [LAYOUT_CHOICE] = " choice",
        [LAYOUT_DATE] = " date",       [LAYOUT_NUMBER] = " number",
        [LAYOUT_PRIVATE] = " private"};
    struct buf b = buf_make(t->arena, MIB);
    for (size_t i = 0; i < r->columns_len; i++) {
        const struct layout_column *c = &r->columns[i];
        buf_addf(&b, "%s%.*s", i ? "; " : "", STR(c->name));
        if (!str_equal(c->name, c->label))
            buf_addf(&b, "=%.*s", STR(c->label));
        buf_addf(&b, "%s", words[c->what]);
    }
    return buf_str(&b);
}

#define CHECK_LAYOUT(csv, its_name, columns)                                                       \
    do {                                                                                           \
        struct layout_reading r_ = reading_of(t, (csv));                                           \
        CHECK_STR(str_of_chars(r_.layout ? r_.layout->name : "none"), S(its_name));                \
        CHECK_STR(columns_text(t, &r_), S(columns));                                               \
    } while (0)

TEST(a_plain_table_keeps_its_names)
{
    CHECK_LAYOUT("NETPRO,Comment <b>\n9,good\n", "none", "NETPRO; Comment <b>");
    CHECK_LAYOUT("a,b\n", "none", "a; b");
}

TEST(a_survey_of_qualtrics_has_three_header_lines)
{
    CHECK_LAYOUT("StartDate,EndDate,Status,IPAddress,Progress,ResponseId,RecipientLastName,"
                 "RecipientEmail,ExternalReference,DistributionChannel,UserLanguage,Q1,Q1_TEXT,"
                 "Plan\n"
                 "Start Date,End Date,Response Type,IP Address,Progress,Response ID,Last Name,"
                 "Email,External Ref,Channel,Language,\"How <b>likely</b>&nbsp;are\nyou?\",Why?,"
                 "Plan\n"
                 "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\","
                 "\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\","
                 "\"{\"\"ImportId\"\":\"\"progress\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\","
                 "\"{\"\"ImportId\"\":\"\"last\"\"}\",\"{\"\"ImportId\"\":\"\"email\"\"}\","
                 "\"{\"\"ImportId\"\":\"\"ref\"\"}\",\"{\"\"ImportId\"\":\"\"channel\"\"}\","
                 "\"{\"\"ImportId\"\":\"\"language\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\","
                 "\"{\"\"ImportId\"\":\"\"QID1_TEXT\"\"}\",\"{\"\"ImportId\"\":\"\"Plan\"\"}\"\n"
                 "2026-01-01 09:00:00,2026-01-01 09:05:00,0,192.0.2.1,100,R_1,Doe,a@example.org,c1,"
                 "email,EN,9,fine,pro\n",
                 "qualtrics",
                 "StartDate=Start Date date; EndDate=End Date time; Status=Response Type choice; "
                 "IPAddress=IP Address private; Progress number; ResponseId=Response ID key; "
                 "RecipientLastName=Last Name private; RecipientEmail=Email email; "
                 "ExternalReference=External Ref person; DistributionChannel=Channel channel; "
                 "UserLanguage=Language language; Q1=How likely are you?; Q1_TEXT=Why?; Plan");
}

TEST(an_older_survey_of_qualtrics_has_two)
{
    CHECK_LAYOUT("V1,V3,V8,V9,V10,Q1,Q2,Q2,\n"
                 "ResponseID,Name,StartDate,EndDate,Finished,Which?,One-A,One-B,\n"
                 "R_1,Anonymous,2016-05-27 11:33:34,2016-05-27 11:34:34,1,3,1,2,\n",
                 "qualtrics",
                 "ResponseID key; Name private; StartDate date; EndDate time; Finished choice; "
                 "Q1=Which?; One-A; One-B; ");
}

TEST(ticks_of_qualtrics_are_one_question)
{
    CHECK_LAYOUT("StartDate,EndDate,Finished,ResponseId,Q9_1,Q9_2,Q9_2_TEXT,Q8_1,Q8_2\n"
                 "Start,End,Finished,Id,Which food? - Kale,Which food? - Kale chips,"
                 "Which food? - Kale chips - Text,Rank - A,Rank - B\n"
                 "{'ImportId': 's'},{'ImportId': 'e'},{'ImportId': 'f'},{'ImportId': 'r'},"
                 "{'ImportId': 'QID9-1'},{'ImportId': 'QID9-2'},{'ImportId': 'QID9-2-TEXT'},"
                 "{'ImportId': 'QID8-1'},{'ImportId': 'QID8-2'}\n"
                 ",,1,a,1,,,1,2\n,,1,b,,1,salted,2,1\n,,1,c,1,1,,1,1\n",
                 "qualtrics",
                 "StartDate=Start; EndDate=End; Finished choice; ResponseId=Id key; "
                 "Q9_1=Which food? - Kale; Q9_2=Which food? - Kale chips; "
                 "Q9_2_TEXT=Which food? - Kale chips - Text; Q8_1=Rank - A; Q8_2=Rank - B; "
                 "Q9=Which food? choice");
}

#define QUESTIONS "Duration (in seconds),Q1,Q9_1,Q9_2\n"

TEST(a_second_line_of_questions_is_known_without_its_tool)
{
    CHECK_LAYOUT(QUESTIONS "Duration (in seconds),How old are you (years)?,"
                           "What do you use? - Python,What do you use? - R\n"
                           "510,18-21,Python,\n90,22-24,,R\n85,18-21,Python,R\n110,25-29,,R\n",
                 "questions",
                 "Duration (in seconds); Q1=How old are you (years)?; "
                 "Q9_1=What do you use? - Python; Q9_2=What do you use? - R; "
                 "Q9=What do you use? choice");
}

TEST(a_first_answer_in_sentences_is_no_line_of_questions)
{
    CHECK_LAYOUT("area,said,why\nNorth,It was very good,Because of the staff\n"
                 "South,It was rather bad,Nobody came at all\nNorth,I do not know,No idea at all\n"
                 "North,It was so so,Too long a wait\nSouth,Never again please,All of it\n",
                 "none", "area; said; why");
    CHECK_LAYOUT(QUESTIONS "90,a long first answer,Python,\n90,22-24,,R\n85,18-21,Python,R\n"
                           "110,25-29,,R\n70,18-21,Python,\n",
                 "none", "Duration (in seconds); Q1; Q9_1; Q9_2");
}

TEST(the_second_line_of_surveymonkey_goes_on_with_the_question)
{
    CHECK_LAYOUT("Respondent ID,Start Date,End Date,IP Address,Email Address,First Name,Fan?,"
                 "Seen? Tick all.,,,Favour,,Why?\n"
                 ",,,,,,Response,Episode I,Episode II,Other (please specify),Han,Luke,"
                 "Open-Ended Response\n"
                 "1,01/02/2026 09:00:00,01/02/2026 09:05:00,192.0.2.1,,Ann,Yes,Episode I,,,Very,"
                 "Not,because\n"
                 "2,01/02/2026 09:00:00,01/02/2026 09:06:00,192.0.2.2,,Bob,No,Episode I,"
                 "Episode II,a cartoon,Not,Not,\n",
                 "surveymonkey",
                 "Respondent ID key; Start Date date; End Date time; IP Address private; "
                 "Email Address email; First Name private; Fan?; Seen? Tick all. [Episode I]; "
                 "Seen? Tick all. [Episode II]; Seen? Tick all. [Other (please specify)]; "
                 "Favour [Han]; Favour [Luke]; Why?; Seen? Tick all. choice");
}

TEST(surveymonkey_without_a_second_line_is_known_too)
{
    CHECK_LAYOUT("RespondentID,Fan?\n1,Yes\n2,No\n", "surveymonkey", "RespondentID key; Fan?");
}

TEST(forms_of_google_begin_with_a_time_stamp)
{
    CHECK_LAYOUT("Timestamp,Username,Rate [Speed],Rate [Price]\n"
                 "12/6/2018 11:57:58,ann@example.org,5,4\n",
                 "google_forms", "Timestamp time; Username email; Rate [Speed]; Rate [Price]");
    CHECK_LAYOUT("Zeitstempel,Wie war es?\n06.12.2018 11:57:58,gut\n", "google_forms",
                 "Zeitstempel time; Wie war es?");
}

TEST(typeform_is_known_by_its_dates)
{
    CHECK_LAYOUT("#,How likely?,Why?,Start Date (UTC),Submit Date (UTC),Network ID\n"
                 "abc,9,fine,2026-01-01 09:00:00,2026-01-01 09:05:00,f00\n",
                 "typeform",
                 "# key; How likely?; Why?; Start Date (UTC) date; Submit Date (UTC) time; "
                 "Network ID private");
}

TEST(limesurvey_is_known_by_codes_by_words_and_by_both)
{
    CHECK_LAYOUT("id,submitdate,lastpage,startlanguage,token,ipaddr,Q3[SQ001],Q3[SQ002],Q4[a]\n"
                 "1,2026-01-01 09:05:00,3,en,t1,192.0.2.1,Y,,4\n"
                 "2,2026-01-01 09:05:00,3,en,t2,192.0.2.1,,Y,5\n"
                 "3,,2,en,t3,192.0.2.1,Y,Y,\n",
                 "limesurvey",
                 "id key; submitdate time; lastpage number; startlanguage language; token person; "
                 "ipaddr private; Q3[SQ001]; Q3[SQ002]; Q4[a]; Q3 choice");
    CHECK_LAYOUT("id. Response ID,submitdate. Date submitted,lastpage. Last page,"
                 "startlanguage. Start language,\"G1. Who are you, really?\"\n"
                 "1,1980-01-01 00:00:00,3,en,me\n",
                 "limesurvey",
                 "id=Response ID key; submitdate=Date submitted date; lastpage=Last page number; "
                 "startlanguage=Start language language; G1=Who are you, really?");
    CHECK_LAYOUT("Antwort ID,Datum Abgeschickt,Letzte Seite,Start-Sprache,Wie war es?\n"
                 "1,2026-01-01 09:05:00,3,de,gut\n",
                 "limesurvey",
                 "Antwort ID key; Datum Abgeschickt time; Letzte Seite number; "
                 "Start-Sprache language; Wie war es?");
}

TEST(alchemer_puts_choices_before_questions)
{
    CHECK_LAYOUT("Time Started,Date Submitted,Status,Note: a question?,Web:Where?,Shop:Where?,"
                 "Other - Write In:Where?,Words::Which?\n"
                 "2026-01-01 09:00:00,2026-01-01 09:05:00,Complete,x,Web,Shop,,y\n"
                 "2026-01-01 09:00:00,2026-01-01 09:05:00,Partial,x,,Shop,at sea,\n",
                 "alchemer",
                 "Time Started date; Date Submitted time; Status choice; Note: a question?; "
                 "Web:Where?=Where? [Web]; Shop:Where?=Where? [Shop]; "
                 "Other - Write In:Where?=Where? [Other - Write In]; "
                 "Words::Which?=Which? [Words:]; Where? choice");
}

TEST(other_tools_are_known_by_their_columns)
{
    CHECK_LAYOUT("No.,Response ID,Timestamp,Finished,Survey ID,User ID,How likely?\n"
                 "1,r1,2026-01-01T09:00:00Z,true,s1,u1,9\n",
                 "formbricks",
                 "No. id; Response ID key; Timestamp time; Finished choice; Survey ID choice; "
                 "User ID person; How likely?");
    CHECK_LAYOUT("ID,Start time,Completion time,Email,Name,How likely?\n"
                 "1,1/1/26 9:00:00,1/1/26 9:05:00,anonymous,,9\n",
                 "microsoft_forms",
                 "ID key; Start time date; Completion time time; Email private; Name private; "
                 "How likely?");
    CHECK_LAYOUT("id,ticket_id,requester_id,assignee_id,group_id,score,comment,reason,created_at\n"
                 "1,2,3,4,5,good,thanks,,2026-01-01T09:00:00Z\n",
                 "zendesk",
                 "id key; ticket_id id; requester_id person; assignee_id choice; group_id choice; "
                 "score choice; comment comment; reason choice; created_at time");
    CHECK_LAYOUT("hs_object_id,hs_submission_timestamp,hs_survey_type,hs_value,hs_content\n"
                 "1,2026-01-01T09:00:00Z,NPS,9,fine\n",
                 "hubspot",
                 "hs_object_id key; hs_submission_timestamp time; hs_survey_type choice; "
                 "hs_value; hs_content comment");
    CHECK_LAYOUT("rating,feedback_message,conversation_id,contact_id,created_at\n"
                 "5,fine,7,8,2026-01-01 09:00:00\n",
                 "chatwoot",
                 "rating; feedback_message comment; conversation_id id; contact_id person; "
                 "created_at time");
}

TEST(an_event_log_has_cases_activities_and_times)
{
    CHECK_LAYOUT("case:concept:name,concept:name,time:timestamp,org:resource\n"
                 "1,register,2010-12-30 14:32:00+01:00,Pete\n",
                 "event_log",
                 "case:concept:name case; concept:name touchpoint; time:timestamp time; "
                 "org:resource choice");
    CHECK_LAYOUT("Zeitstempel,Fall-ID,Aktivität\n30.12.2010 14:32,1,Annahme\n", "event_log",
                 "Zeitstempel time; Fall-ID case; Aktivität touchpoint");
    CHECK_LAYOUT("Case ID,Activity,Start Timestamp,Complete Timestamp\n"
                 "1,register,2010-12-30 14:32:00,2010-12-30 14:35:00\n",
                 "event_log",
                 "Case ID case; Activity touchpoint; Start Timestamp; Complete Timestamp time");
}

TEST(a_long_table_has_a_column_for_each_measure)
{
    CHECK_LAYOUT("Facility Name,HCAHPS Measure ID,HCAHPS Question,HCAHPS Answer Percent\n"
                 "A,H_1,One?,70\nA,H_2,Two?,60\nB,H_2,Two?,50\nB,H_1,One?,Not Applicable\n",
                 "long_table",
                 "Facility Name unit; HCAHPS Measure ID choice; HCAHPS Question; "
                 "HCAHPS Answer Percent; H_1=One?; H_2=Two?");
    CHECK_LAYOUT("question,answer\nWhat is it?,This.\nHow is it?,So.\n", "none",
                 "question; answer");
}

/* Of two that fit, one knows that it yields. */
TEST(no_two_layouts_claim_a_table)
{
    static const char *const headers[] = {"StartDate,EndDate,Finished,ResponseId\n",
                                          "Respondent ID,Start Date,End Date\n",
                                          "Timestamp,Case ID,Activity\n",
                                          "#,Start Date (UTC),Submit Date (UTC)\n",
                                          "id,submitdate,lastpage,startlanguage\n",
                                          "Time Started,Date Submitted,Status\n",
                                          "No.,Response ID,Timestamp,Finished,Survey ID\n",
                                          "ID,Start time,Completion time,Email,Name\n",
                                          "score,ticket_id,requester_id,assignee_id,created_at\n",
                                          "hs_submission_timestamp,hs_value,hs_survey_type\n",
                                          "rating,feedback_message,conversation_id,created_at\n"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct laid_wish wish = {
            .source = {.path = test_write(t, "t.csv", str_of_chars(headers[i]))}};
        struct laid_table *table = NULL;
        size_t fitting = 0;
        CHECK_OK(laid_open(t->arena, &wish, &table));
        struct layout_sample s = {.records_len = 0};
        s.header = table_header(laid_file(table), &s.width);
        for (unsigned l = 0; l < layout_index_len; l++)
            fitting += !layout_index[l]->yields && layout_fits(t->arena, &s, layout_index[l]);
        CHECK_THAT(fitting == 1, "%zu layouts claim %s", fitting, headers[i]);
    }
}

TEST(what_was_asked_is_read_without_its_markup)
{
    CHECK_STR(layout_plain_text(t->arena, S("<div>How <b>likely</b>&nbsp;\r\n are you?</div>")),
              S("How likely are you?"));
    CHECK_STR(layout_plain_text(t->arena, S("a < b, <3 and <18; R&D &amp; &lt;x&gt; &#39;")),
              S("a < b, <3 and <18; R&D & <x> '"));
    CHECK_STR(layout_plain_text(t->arena, S("<unclosed <b>x")), S("<unclosed x"));
    CHECK_STR(layout_plain_text(t->arena, S("")), S(""));
}

TEST(names_are_compared_by_letters_and_digits)
{
    CHECK_STR(layout_fold(t->arena, S("Respondent ID")), S("respondentid"));
    CHECK_STR(layout_fold(t->arena, S("HCAHPS.Measure_ID")), S("hcahpsmeasureid"));
    CHECK_STR(layout_fold(t->arena, S("AKTIVITÄT")), S("aktivität"));
    CHECK_STR(layout_fold(t->arena, S("#")), S("#"));
}

TEST(keys_have_something_of_the_question_and_of_the_choice)
{
    CHECK_STR(layout_join_short(t->arena,
                                S("Which of the following Star Wars films have you seen?"),
                                S("Star Wars: Episode I The Phantom Menace")),
              S("Which of the following Star [Star Wars: Episode I The]"));
    CHECK_STR(layout_join_short(t->arena, S("Fan?"), S("Han")), S("Fan? [Han]"));
}
