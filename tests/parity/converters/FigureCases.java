import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;

/** Java's text of floating point numbers and its hash of record keys. */
final class FigureCases {
    private static final Random RANDOM = new Random(4);

    private FigureCases() {
    }

    static void record(Path folder) throws IOException {
        try (Golden doubles = new Golden(folder, "doubles")) {
            doubles(doubles);
        }
        try (Golden floats = new Golden(folder, "floats")) {
            floats(floats);
        }
        try (Golden hashes = new Golden(folder, "murmur2")) {
            hashes(hashes);
        }
    }

    private static void doubles(Golden out) {
        double[] chosen = {0.0, -0.0, 1, -1, 0.1, 0.5, 1.5, 100, 123456789.125, 1e-3, 9.999e-4, 9999999, 1e7,
            9999999.999999998, 0.001, 0.0009999999999999998, 1e21, 1e22, 1e23, 2e23, 2e-3, 8.41e21, 5e-324,
            1e-323, 1.5e-323, 2e-323, Double.MIN_NORMAL, Math.nextDown(Double.MIN_NORMAL), Double.MAX_VALUE,
            -Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Math.PI, Math.E,
            1.0 / 3, 2.0 / 3, 9007199254740991.0, 9007199254740992.0, 9007199254740993.0, 9.223372036854776E18,
            1.8446744073709552E19, 4.35, 4.349999999999999, 0.3, 0.1 + 0.2, 2.2250738585072011e-308};
        for (double value : chosen) {
            out.line(line(value));
        }
        for (int power = -1074; power <= 1023; power++) {
            out.line(line(Math.scalb(1.0, power)));
        }
        for (int power = -323; power <= 308; power++) {
            out.line(line(Double.parseDouble("1e" + power)));
            out.line(line(Double.parseDouble("9.5e" + Math.min(power, 307))));
        }
        for (int i = 0; i < 2000; i++) {
            double value = Double.longBitsToDouble(RANDOM.nextLong());
            out.line(line(Double.isNaN(value) ? i : value));
        }
        for (int i = 0; i < 500; i++) {
            out.line(line(RANDOM.nextInt(10_000_000) / Math.pow(10, RANDOM.nextInt(12))));
        }
    }

    private static void floats(Golden out) {
        float[] chosen = {0.0f, -0.0f, 1, -1, 0.1f, 0.5f, 1.5f, 100, 1e-3f, 9.999e-4f, 9999999, 1e7f, 0.001f, 1e10f,
            3.4028235e38f, -3.4028235e38f, 1.4e-45f, 2.8e-45f, Float.MIN_NORMAL, Math.nextDown(Float.MIN_NORMAL),
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 16777216f, 16777217f, 8388608f, 2e-3f,
            1.0f / 3, 3.3e-44f, 1.17549435e-38f, 8.5899346e9f, 33554432f};
        for (float value : chosen) {
            out.line(line(value));
        }
        for (int power = -149; power <= 127; power++) {
            out.line(line(Math.scalb(1.0f, power)));
        }
        for (int power = -45; power <= 38; power++) {
            out.line(line(Float.parseFloat("1e" + power)));
        }
        for (int i = 0; i < 2000; i++) {
            float value = Float.intBitsToFloat(RANDOM.nextInt());
            out.line(line(Float.isNaN(value) ? i : value));
        }
        for (int i = 0; i < 500; i++) {
            out.line(line((float) (RANDOM.nextInt(10_000_000) / Math.pow(10, RANDOM.nextInt(12)))));
        }
    }

    private static ObjectNode line(double value) {
        return Golden.object().put("bits", String.format("%016x", Double.doubleToLongBits(value)))
            .put("text", Double.toString(value));
    }

    private static ObjectNode line(float value) {
        return Golden.object().put("bits", String.format("%08x", Float.floatToIntBits(value)))
            .put("text", Float.toString(value));
    }

    private static void hashes(Golden out) {
        String[] keys = {"", "a", "ab", "abc", "abcd", "abcde", "[\"src\",{\"filename\":\"/data/in.txt\"}]",
            "status-connector-src", "status-task-src-0", "status-topic-tf:connector-src",
            "[\"a b/c é\",{\"filename\":\"/data/in.txt\"}]", "status-task-a b/c é-0", "日本", "😀", "\u0000",
            "{\"schema\":null,\"payload\":1}", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
        for (String key : keys) {
            out.line(hash(key.getBytes(StandardCharsets.UTF_8)));
        }
        for (int length = 0; length <= 64; length++) {
            for (int i = 0; i < 3; i++) {
                byte[] key = new byte[length];
                RANDOM.nextBytes(key);
                out.line(hash(key));
            }
        }
    }

    private static ObjectNode hash(byte[] key) {
        ObjectNode line = Golden.object().put("key", Base64.getEncoder().encodeToString(key));
        line.put("murmur2", Utils.murmur2(key));
        ObjectNode partitions = line.putObject("partition_of");
        for (int count : new int[] {1, 2, 3, 5, 7, 12, 25, 50, 64, 100, 1000}) {
            partitions.put(Integer.toString(count), Utils.toPositive(Utils.murmur2(key)) % count);
        }
        return line;
    }
}
