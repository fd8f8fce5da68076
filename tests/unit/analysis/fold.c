/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/analysis/meet.h"

/* The design's rows about names, in sentences. */
static void
one_name(void)
{
    static const char *const tokayev[] = {"Там [Токаев] сказал.",
                                          "Бүгін [Тоқаев] айтты.",
                                          "Said [Tokayev] today.",
                                          "Said [Tokaev] today.",
                                          "Sagte [Tokajew] heute.",
                                          "Bugin [Toqaev] aitty.",
                                          "Dit [Tokaïev] hier.",
                                          "THE PRESIDENT [TOKAYEV]",
                                          "Бүгін [Тоқаевтың] сөзі.",
                                          "Речь [Токаева] вчера.",
                                          NULL};
    static const char *const pairs[][2] = {
        {"Там [Касым]-Жомарт.", "There [Kassym]-Jomart."},
        {"Там Касым-[Жомарт].", "There Kassym-[Jomart]."},
        {"Там Касым-[Жомарт].", "There Qasym-[Zhomart]."},
        {"Там [Кантемиров] сказал.", "Said [Kantemirov] there."},
        {"Там [Щербатюк] сказал.", "Said [Shcherbatyuk] there."},
        {"Там [Щербатюк] сказал.", "Sagte [Schtscherbatjuk] dort."},
        {"Там [Жданкин] сказал.", "Said [Zhdankin] there."},
        {"Там [Хамитов] сказал.", "Said [Khamitov] there."},
        {"Там [Хамитов] сказал.", "Said [Hamitov] there."},
        {"Там [Цыбулько] сказал.", "Said [Tsybulko] there."},
        {"Там [Юсупов] сказал.", "Said [Yusupov] there."},
        {"Там [Юсупов] сказал.", "Said [Iusupov] there."},
        {"Там [Куанышев] сказал.", "Said [Quanyshev] there."},
        {"Там [Ерёменко] сказал.", "Said [Yeremenko] there."},
        {"Там [Ерёменко] сказал.", "Said [Eremenko] there."},
        {"Тут [Зеленський] сказав.", "Там [Зеленский] сказал."},
        {"Тут [Зеленський] сказав.", "Said [Zelenskyy] there."},
        {"Там [Зеленскому] дали слово.", "Said [Zelensky] there."},
        {"Тут [Єрьоменко] сказав.", "Там [Ерёменко] сказал."},
        {"Там [Тихановская] сказала.", "Said [Tikhanovskaya] there."},
        {"Там [Тихановскую] видели.", "Said [Tikhanovsky] there."},
        {"Речь [Касымовича] вчера.", "Said Nurlan [Kasymovich] there."},
        {"Там [Дегтяренко] сказал.", "Said [Degtyarenko] there."},
        {"Там [Чавчанидзе] сказал.", "Said [Chavchanidze] there."},
        {"Там [Обаму] видели.", "Said [Obama] there."},
        {"Там [Эрдогану] дали слово.", "Dedi [Erdoğan] orada."},
        {"Там [Блэквуд] сказал.", "Said [Blackwood] there."},
        {"Там [Уитлок] сказал.", "Said [Whitlock] there."},
        {"Там [Бертолуччи] сказал.", "Disse [Bertolucci] allora."},
        {"Там [Бовуар] сказала.", "Dit [Beauvoir] alors."},
        {"Там [Гутьеррес] сказал.", "Dijo [Gutierrez] entonces."},
        {"Там [Шнайдерман] сказал.", "Sagte [Schneidermann] dort."},
        {"Там [Ковачевич] сказал.", "Rekao [Kovačević] tamo."},
        {"Там [Ковачевич] сказал.", "Rekao [Kovacevic] tamo."},
        {"Там [Ёсимити] сказал.", "Said [Yoshimichi] there."},
        {"Там [Хироси] сказал.", "Said [Hiroshi] there."},
        {"Там [Чжунсян] сказал.", "Said [Zhongxiang] there."},
    };

    for (size_t i = 0; tokayev[i] != NULL; i++)
        for (size_t j = i + 1; tokayev[j] != NULL; j++)
            ok_meet(tokayev[i], tokayev[j]);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ok_meet(pairs[i][0], pairs[i][1]);
}

static void
other_names(void)
{
    static const char *const pairs[][2] = {
        {"Там [Сан] сказал.", "Said [Shan] there."},
        {"Там [Юнг] сказал.", "Said [Ong] there."},
        {"Там [Артемов] сказал.", "Said [Artemyev] there."},
        {"Там [Сабиров] сказал.", "Said [Saburov] there."},
        {"Там [Каримов] сказал.", "Said [Makarov] there."},
        {"Там [Токаев] сказал.", "Said [Tokarev] there."},
        {"Там [Назаров] сказал.", "Said [Nazarbayev] there."},
        {"Там [Бакиев] сказал.", "Said [Baker] there."},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ok_apart(pairs[i][0], pairs[i][1]);
}

/* Diacritics are no part of a query typed without them. */
static void
diacritics(void)
{
    static const char *const pairs[][2] = {
        {"Said [Čapek] there.", "Said [Capek] there."},
        {"Said [Gül] there.", "Said [Gul] there."},
        {"Said [Wałęsa] there.", "Said [Walesa] there."},
        {"Said [Şimşek] there.", "Said [Simsek] there."},
        {"Said [Niinistö] there.", "Said [Niinisto] there."},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ok_meet(pairs[i][0], pairs[i][1]);
}

/* A form's keys in a block of their exact size. False: something is out of bounds. */
static bool
keys_are_sound(const char *form, size_t length, unsigned scripts)
{
    struct kzsi_name_key *keys = malloc(KZSI_NAME_KEYS * sizeof *keys);
    char *block = exact(form, length);
    size_t count = kzsi_name_keys(block, length, scripts, keys);
    bool good = count <= KZSI_NAME_KEYS;

    for (size_t i = 0; good && i < count; i++) {
        good = keys[i].length >= 2 && keys[i].length <= KZSI_NAME_KEY_MAX;
        for (size_t j = 0; good && j < keys[i].length; j++)
            good = keys[i].text[j] >= 'a' && keys[i].text[j] <= 'z';
        for (size_t j = 0; good && j < i; j++)
            good = keys[i].length != keys[j].length ||
                   memcmp(keys[i].text, keys[j].text, keys[i].length) != 0;
    }
    free(block);
    free(keys);
    return good;
}

static void
random_forms(void)
{
    size_t wrong = 0;

    random_begin("name keys");
    for (unsigned round = 0; round < 60000; round++) {
        char form[KZSI_FORM_MAX + 8];
        size_t length = 0, wanted = random_below(KZSI_FORM_MAX + 1);
        unsigned scripts = 1U << random_below(3), kind = (unsigned)random_below(4);
        while (length + 4 <= wanted) {
            if (kind == 0)
                form[length++] = (char)random_below(256);
            else if (kind == 1)
                form[length++] = (char)('a' + random_below(26));
            else
                length += kzsi_utf8_encode(
                    0x430 + (uint32_t)random_below(kind == 2 ? 32 : 208), form + length);
        }
        if (!keys_are_sound(form, length, scripts))
            wrong++;
    }
    is_number(wrong, 0, "keys of random forms are different, short and of small letters");

    struct kzsi_name_key keys[KZSI_NAME_KEYS];
    is_number(kzsi_name_keys("", 0, KZSI_SCRIPT_LATIN, keys), 0, "nothing has no key");
    is_number(kzsi_name_keys("a", 1, KZSI_SCRIPT_LATIN, keys), 0, "one letter has none");
    is_number(kzsi_name_keys("王毅", 6, KZSI_SCRIPT_OTHER, keys), 0,
              "other scripts have none");
}

int
main(void)
{
    one_name();
    other_names();
    diacritics();
    random_forms();
    return tap_done();
}
