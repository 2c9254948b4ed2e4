// SPDX-License-Identifier: Apache-2.0
// What java.util.regex does with these patterns, a JSON object a line, for tests/golden/regex.jsonl:
//   java tests/parity/regex/RegexCases.java [SEED COUNT] > tests/golden/regex.jsonl
// SEED and COUNT add that many patterns made at random.

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

public class RegexCases {
    static final String[] TEXTS = {
        "", "a", "b", "ab", "aab", "abc", "A", "é", "É", "a\n", "\n", "\r\n", "[", "]", "a.b.c", "x-1_z",
        "0", "42", " \t", ":", "😀", "a😀b", "shop.orders", "{2}", "aa", "d", "e&f",
    };
    static final String[] PATTERNS = {
        "", "a", "a|ab", "(a)(b)?", "^a$", "a\\Z", "a\\z", "\\Aa", ".", ".*", "(?s).", "(?m)^a$", "(?i)AB",
        "(?i:a)B", "a(?i)B", "(?-i)a", "(?)a", "(?u)a", "(?d)a", "(?U)\\w", "(?iU:\\w)", "(?x) a # [ c (\n b ",
        "\\w+", "\\W", "\\d+", "\\s", "\\S", "\\h", "\\v", "\\R", "\\H", "\\V", "\\X", "\\ba", "a\\B", "\\G.",
        "\\t", "\\n", "\\r", "\\f", "\\a", "\\e", "\\x41", "\\x{1F600}", "\\u00e9", "\\ud83d\\ude00", "\\060",
        "\\0101", "\\0377", "\\cJ", "\\.", "\\[", "\\-", "\\{", "\\é", "\\_", "\\😀", "\\Qa.b\\E", "\\Qa.b", "\\Q[\\E+",
        "\\Qa\\Eb", "x\\Q\\E*", "\\p{L}", "\\pL", "\\P{L}", "\\p{Lu}", "\\p{Alpha}", "\\P{Alpha}", "\\p{Lower}",
        "\\p{Upper}", "\\p{ASCII}", "\\p{Digit}", "\\p{Alnum}", "\\p{Punct}", "\\p{Graph}", "\\p{Print}",
        "\\p{Blank}", "\\p{Cntrl}", "\\p{XDigit}", "\\p{Space}", "\\p{IsAlphabetic}", "\\p{IsLatin}",
        "\\p{script=Latin}", "\\p{sc=Latin}", "\\p{gc=Lu}", "\\p{general_category=Lu}", "\\p{IsL}", "\\p{IsLetter}",
        "\\p{javaLowerCase}", "\\p{javaUpperCase}", "\\p{javaLetter}", "\\p{javaDigit}", "\\p{IsDigit}", "\\p{IsPunctuation}",
        "\\p{IsUppercase}", "\\p{IsLowercase}", "\\p{IsWhite_Space}",
        "[abc]", "[^abc]", "[a-c]", "[a-]", "[-a]", "[]a]", "[^]a]", "[a^]", "[\\]a]", "[\\[a]", "[.]", "[$^]",
        "[[:alpha:]]", "[[a][b]]", "[a[bc]]", "[a[^b]]", "[^a[bc]]", "[a-c&&b]", "[a-z&&[^aeiou]]", "[a-z&&[def]]",
        "[^a-z&&[def]]", "[a-z&&[a-d]&&[b-z]]", "[a&b]", "[e&]", "[\\p{L}&&[^a]]", "[\\p{Alpha}.]", "[\\P{Alpha}.]",
        "[^\\p{Alpha}.]", "[\\w.-]", "[\\d-z]", "[\\s\\S]", "[\\h]", "[\\n]", "[\\x41-\\x43]", "[\\u00e8-\\u00ea]",
        "[\\Q]\\E]", "[\\Qa-c\\E]", "[é-ï]", "[😀]", "[a-[b]]", "[\\\\]", "[[a-f]&&[b-d]]", "[a-c[x-z]&&[b-y]]",
        "a?", "a*", "a+", "a??", "a*?", "a+?", "a?+", "a*+b", "a++b", "a{2}", "a{1,}", "a{1,2}", "a{1,2}?", "a{1,2}+b",
        "{2}", "{2}a", "a{2}{3}", "a*{2}", "(ab){2}", "(a)\\1", "(?<n>a)\\k<n>", "(a)\\11", "(a)\\2", "\\3", "\\1(a)",
        "(?:a|b)c", "(?=a)ab", "(?!a)b", "(?<=a)b", "(?<!a)b", "(?>a*)b", "()", "|", "a|", "|a", "(|a)", "a||b", "}", "a}", "]", "a]",
        "(?!tmp).*", "shop\\..*", "([^.]+)\\.([^.]+)\\.([^.]+)", "(?i)SHOP\\.(orders|items)",
        "[", "[a", "a[b", "[]", "[^", "[a-z", "[[a]", "(", "(a", "((a)", "(?:a", "(?<n>a", "(?=a", "(?!a", "a)", ")",
        "(a))", "*a", "+", "?", "a|*", "(*a)", "(*ACCEPT)", "a**", "a+*", "a??*", "a?+?", "a{2}*", "x{1}{1}*", "{",
        "a{", "a{x}", "{name}", "a{1", "a{1,", "a{1,x}", "a{,2}", "a{2,1}", "a{1 }", "a{99999999999}", "a{2}{", "\\",
        "a\\", "\\y", "\\i", "\\K", "\\g1", "\\o{12}", "\\C", "\\E", "\\U", "[\\b]", "[\\R]", "[\\X]", "[\\y]", "[\\k]",
        "\\u12", "\\uzzzz", "\\x1", "\\xg1", "\\x{110000}", "\\x{e9", "\\x{}", "\\0", "\\08", "\\p{Foo}", "\\p{IsFoo}",
        "\\p{InFoo}", "\\p{L", "\\p{}", "\\p{javaFoo}", "\\k<n>", "\\kn", "(?<n>a)\\k<m>", "(?<1a>b)", "(?<n>a)(?<n>b)",
        "(?<a-b>c)", "(?<n", "(?P<n>a)", "(?|a)", "(?R)", "(?#c)a", "(?y)a", "(?i", "(?<>a)", "[b-a]", "[a-\\d]", "\\c",
        "(?i)*", "\t[", "é[", "😀[", "a\n[", "(?1)", "(?&n)", "(?'n'a)", "\\p{IsFoo}a",
    };
    static final String[][] REPLACEMENTS = {
        {"([^.]+)\\.([^.]+)\\.([^.]+)", "a.b.c", "x-$3-$1"}, {"a", "aaa", "b"}, {"(a)(b)?", "a", "[$2]"},
        {"(a)", "a", "$12"}, {"(?<who>\\w+)", "joe", "<${who}>"}, {"a", "a", "\\$1\\\\"}, {"x*", "ab", "-"},
        {"x*", "xab", "-"}, {"", "ab", "-"}, {"x", "ab", "$9"}, {"a", "a", "$"}, {"a", "a", "$x"},
        {"a", "a", "$1"}, {"a", "a", "${n}"}, {"a", "a", "\\"}, {"a", "a", "${"}, {"a", "a", "${}"}, {"a", "a", "${a"},
        {"a", "a", "${1a}"}, {"(?<n>a)", "a", "${n-}"}, {"a", "a", "\\é$0"}, {"a", "a", "$é"}, {"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)",
        "abcdefghij", "$10$1$11"}, {"^", "a\nb", ">"}, {"(?m)^", "a\nb", ">"}, {"$", "a\n", "<"}, {"\\b", "ab cd", "|"},
        {"(?=b)", "abab", "-"}, {"(?<=a)", "abab", "-"}, {"(.)", "a\nb", "<$1>"}, {"é", "aéb", "é$0"}, {"a", "bab", ""},
    };

    static String quoted(String s) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : s.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    static void pattern(StringBuilder out, String regex) {
        out.append("{\"pattern\":").append(quoted(regex));
        try {
            Pattern pattern = Pattern.compile(regex);
            out.append(",\"matches\":\"");
            for (String text : TEXTS) {
                out.append(pattern.matcher(text).matches() ? '1' : '0');
            }
            out.append("\",\"finds\":\"");
            for (String text : TEXTS) {
                out.append(pattern.matcher(text).find() ? '1' : '0');
            }
            out.append('"');
        } catch (PatternSyntaxException e) {
            out.append(",\"error\":").append(quoted(e.getMessage()));
        }
        out.append("}\n");
    }

    static void replacement(StringBuilder out, String[] row) {
        out.append("{\"pattern\":").append(quoted(row[0])).append(",\"text\":").append(quoted(row[1]))
            .append(",\"replacement\":").append(quoted(row[2]));
        try {
            String all = row[1].replaceAll(row[0], row[2]);
            String first = row[1].replaceFirst(row[0], row[2]);
            out.append(",\"all\":").append(quoted(all)).append(",\"first\":").append(quoted(first));
        } catch (RuntimeException e) {
            out.append(",\"error\":").append(quoted(e.getMessage()));
        }
        out.append("}\n");
    }

    static String random(Random random) {
        String[] parts = {
            "a", "b", "ab", ".", "\\.", "\\d", "\\w", "[ab]", "[^a]", "[a-c]", "[a-c&&[b]]", "[a[b]]", "(", ")", "(?:", "|", "*",
            "+", "?", "{2}", "{1,2}", "{", "}", "[", "]", "^", "$", "\\Q", "\\E", "\\p{L}", "\\p{Alpha}", "\\1", "&&", "-", "é",
            "😀", "(?i)", "(?=", "\\b", "\\", "(?<n>", "\\k<n>", ",", ":",
        };
        StringBuilder out = new StringBuilder();
        for (int n = 1 + random.nextInt(7); n > 0; n--) {
            out.append(parts[random.nextInt(parts.length)]);
        }
        return out.toString();
    }

    public static void main(String[] args) {
        StringBuilder out = new StringBuilder("{\"java\":" + quoted(System.getProperty("java.version")) + ",\"texts\":[");
        for (int i = 0; i < TEXTS.length; i++) {
            out.append(i == 0 ? "" : ",").append(quoted(TEXTS[i]));
        }
        out.append("]}\n");
        for (String regex : PATTERNS) {
            pattern(out, regex);
        }
        for (String[] row : REPLACEMENTS) {
            replacement(out, row);
        }
        Random random = new Random(args.length > 1 ? Long.parseLong(args[0]) : 0);
        for (int n = args.length > 1 ? Integer.parseInt(args[1]) : 0; n > 0; n--) {
            pattern(out, random(random));
        }
        System.out.write(out.toString().getBytes(StandardCharsets.UTF_8), 0, out.toString().getBytes(StandardCharsets.UTF_8).length);
        System.out.flush();
    }
}
