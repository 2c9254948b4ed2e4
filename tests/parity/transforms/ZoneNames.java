import java.text.DateFormatSymbols;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/**
 * Prints connectors/transforms/kafka/date_zone_names.h: the names of time zones that SimpleDateFormat
 * reads, in the order in which it looks for them, with what they are ahead of UTC today.
 */
final class ZoneNames {
    /** 1 July 2026: where the name does not say which of the zone's times is meant. */
    private static final long SUMMER = 1782864000000L;

    private ZoneNames() {
    }

    public static void main(String[] arguments) {
        Map<String, Integer> minutes = new LinkedHashMap<>();
        String[][] zones = DateFormatSymbols.getInstance(Locale.ENGLISH).getZoneStrings();
        for (String[] names : zones) {
            if (names[0].equals("UTC")) {
                add(minutes, names);
            }
        }
        for (String[] names : zones) {
            add(minutes, names);
        }
        System.out.println("/* SPDX-License-Identifier: Apache-2.0 */\n/* Made by tests/parity/transforms/ZoneNames.java with Java "
                + Runtime.version().feature() + ". */\n/* clang-format off */\n"
                + "static const struct {\n    const char *name;\n    int16_t minutes; /* ahead of UTC */\n} date_zone_names[] = {");
        minutes.forEach((name, ahead) -> System.out.println("    {\"" + name + "\", " + ahead + "},"));
        System.out.println("};\n/* clang-format on */");
    }

    /** id, long and short name, the same two in summer. */
    private static void add(Map<String, Integer> minutes, String[] names) {
        TimeZone zone = TimeZone.getTimeZone(names[0]);
        for (int i = 1; i <= 4; i++) {
            boolean ofZone = names[i].equalsIgnoreCase(names[(i + 1) % 4 + 1]) || (i >= 3 && zone.getDSTSavings() == 0);
            int ahead = (ofZone ? zone.getOffset(SUMMER) : zone.getRawOffset() + (i >= 3 ? zone.getDSTSavings() : 0)) / 60000;
            String name = names[i];
            if (!name.isEmpty() && minutes.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                minutes.put(name, ahead);
            }
        }
    }
}
