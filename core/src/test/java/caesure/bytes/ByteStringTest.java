// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class ByteStringTest {
    @Test
    void aSliceIsLikeACopy() {
        Property.forAll(
                300,
                random -> {
                    byte[] bytes = new byte[random.nextInt(20)];
                    random.nextBytes(bytes);
                    int from = random.nextInt(bytes.length + 1);
                    int to = random.nextInt(from, bytes.length + 1);
                    byte[] part = Arrays.copyOfRange(bytes, from, to);
                    ByteString slice = ByteString.wrap(bytes).slice(from, to);
                    assertArrayEquals(part, slice.toArray());
                    assertEquals(ByteString.wrap(part), slice);
                    assertEquals(ByteString.wrap(part).hashCode(), slice.hashCode());
                    assertEquals(slice, slice.compact());
                    assertEquals(part.length, slice.length());
                    assertEquals(part.length == 0, slice.isEmpty());
                    assertEquals(Hex.of(part), slice.toString());
                    assertEquals(slice, slice.reader().bytes(part.length));
                    assertTrue(ByteString.wrap(bytes).hasAt(from, slice));
                    for (int i = 0; i < part.length; i++) assertEquals(part[i] & 0xff, slice.at(i));
                });
    }

    @Test
    void ordersAsBytesWithoutSign() {
        Property.forAll(
                300,
                random -> {
                    byte[] one = new byte[random.nextInt(3)];
                    byte[] other = new byte[random.nextInt(3)];
                    random.nextBytes(one);
                    random.nextBytes(other);
                    int order = ByteString.wrap(one).compareTo(ByteString.wrap(other));
                    assertEquals(
                            Integer.signum(Arrays.compareUnsigned(one, other)),
                            Integer.signum(order));
                });
    }

    @Test
    void refusesPositionsOutside() {
        ByteString middle = ByteString.of(1, 2, 3, 4).slice(1, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> middle.at(2));
        assertThrows(IndexOutOfBoundsException.class, () -> middle.at(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> middle.slice(0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> middle.slice(-1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> middle.slice(2, 1));
    }

    @Test
    void findsPartsOnlyInside() {
        ByteString middle = ByteString.of(1, 2, 3, 4).slice(1, 3);
        assertTrue(middle.startsWith(ByteString.of(2)));
        assertTrue(middle.startsWith(ByteString.EMPTY));
        assertFalse(middle.startsWith(ByteString.of(2, 3, 4)));
        assertTrue(middle.hasAt(1, ByteString.of(3)));
        assertFalse(middle.hasAt(1, ByteString.of(3, 4)));
        assertFalse(middle.hasAt(-1, ByteString.of(1)));
        assertFalse(middle.hasAt(3, ByteString.EMPTY));
        assertTrue(middle.hasAt(2, ByteString.EMPTY));
        assertFalse(middle.hasAt(Integer.MAX_VALUE, ByteString.of(1)));
    }

    @Test
    void keepsOnlyItselfWhenCompact() {
        ByteString whole = ByteString.of(1, 2, 3);
        assertSame(whole, whole.compact());
        ByteString part = whole.slice(0, 2);
        assertNotSame(part, part.compact());
        assertSame(part.compact().getClass(), part.getClass());
    }

    @Test
    void aCopyDoesNotFollowItsArray() {
        byte[] bytes = {1, 2};
        ByteString copy = ByteString.copyOf(bytes);
        bytes[0] = 9;
        copy.toArray()[1] = 9;
        assertEquals(ByteString.of(1, 2), copy);
    }

    @Test
    void joins() {
        assertEquals(ByteString.of(1, 2, 3), ByteString.of(1).plus(ByteString.of(2, 3)));
        assertEquals(ByteString.of(1), ByteString.of(1).plus(ByteString.EMPTY));
        assertNotEquals(ByteString.of(1), ByteString.of(1, 0));
    }
}
