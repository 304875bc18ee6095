// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

class RollingFilterTest {
    private static ByteString thing(long number) {
        return new ByteWriter().u64(number).toByteString();
    }

    @Test
    void theLastOnesAreAlwaysFound() {
        Property.forAll(
                30,
                random -> {
                    int count = random.nextInt(1, 300);
                    var filter = new RollingFilter(count, 0.01, random);
                    int all = random.nextInt(1, 5 * count + 1);
                    for (int i = 0; i < all; i++) {
                        filter.add(thing(i));
                        for (int back = 0; back < count && back <= i; back++) {
                            assertTrue(filter.contains(thing(i - back)));
                        }
                    }
                });
    }

    /** Core's own bounds for its filter are of this kind. */
    @ParameterizedTest
    @CsvSource({"1000, 0.01", "5000, 0.001", "100, 0.1"})
    void othersAreFoundNoOftenerThanPromised(int count, double rate) {
        var filter = new RollingFilter(count, rate, new SplittableRandom(1));
        for (int i = 0; i < 10 * count; i++) filter.add(thing(i));
        int tries = 200_000;
        int found = 0;
        for (int i = 0; i < tries; i++) if (filter.contains(thing(1_000_000_000L + i))) found++;
        assertTrue(found <= 1.3 * rate * tries + 5, "found " + found);
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        var filter = new RollingFilter(100, 0.000_001, new SplittableRandom(2));
        filter.add(thing(-1));
        for (int i = 0; i < 150; i++) filter.add(thing(i));
        assertFalse(filter.contains(thing(-1)));
    }

    @Test
    void aRateThatIsNoneIsRefused() {
        var random = new SplittableRandom(3);
        for (double rate : new double[] {0, 1, -1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new RollingFilter(10, rate, random));
        }
        assertThrows(IllegalArgumentException.class, () -> new RollingFilter(0, 0.1, random));
    }
}
