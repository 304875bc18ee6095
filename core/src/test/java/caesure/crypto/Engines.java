// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Both engines, for tests that hold one to the other. */
public final class Engines {
    private static final Secp256k1 FAST = new NativeSecp256k1();
    private static final Secp256k1 PLAIN = new BouncySecp256k1();

    private Engines() {}

    public static List<Secp256k1> both() {
        return List.of(FAST, PLAIN);
    }

    /** The verdict of both, which must be one. */
    public static boolean holds(Predicate<Secp256k1> question) {
        return agreed(question::test);
    }

    /** The answer of both, which must be one. */
    public static <T> T agreed(Function<Secp256k1, T> question) {
        T answer = question.apply(FAST);
        assertEquals(answer, question.apply(PLAIN), "libsecp256k1, then Bouncy Castle");
        return answer;
    }
}
