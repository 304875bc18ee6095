// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.bytes.ByteString;
import caesure.wire.Message;
import caesure.wire.Samples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** All that can be wrong with a message, from one seed. */
final class Attempts {
    /** What of a payload is played with, byte by byte; there are counts and lengths. */
    private static final int NEAR_BYTES = 90;

    /** Counts and lengths that lie, as they stand in a message. */
    private static final List<ByteString> LIES =
            List.of(
                    ByteString.of(0xfd, 0xff, 0xff),
                    ByteString.of(0xfe, 0xff, 0xff, 0xff, 0x7f),
                    ByteString.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));

    private final SplittableRandom random;

    /** Something to send under a command. */
    record Attempt(String command, ByteString payload) {}

    Attempts(SplittableRandom random) {
        this.random = random;
    }

    /** As it should be, as far as its form goes: twice. */
    List<Attempt> sound(String command) {
        var sound = new Attempt(command, Samples.message(command, random).payload());
        return List.of(sound, sound);
    }

    /** As it should not be. */
    List<Attempt> broken(String command) {
        Message message = Samples.message(command, random);
        var payloads = new ArrayList<ByteString>();
        truncate(message.payload(), payloads);
        flip(message.payload(), payloads);
        lie(message.payload(), payloads);
        for (int more : new int[] {1, 8, 100, 100_000}) {
            payloads.add(message.payload().plus(ByteString.wrap(new byte[more])));
        }
        return payloads.stream().map(payload -> new Attempt(command, payload)).toList();
    }

    /** Ends after every byte near the start, and then after some more and more. */
    private static void truncate(ByteString whole, List<ByteString> payloads) {
        for (int length = 0; length < whole.length(); length += step(length)) {
            payloads.add(whole.slice(0, length));
        }
    }

    private static int step(int at) {
        return at < 1_000 ? 1 : at / 50;
    }

    private void flip(ByteString whole, List<ByteString> payloads) {
        for (int at = 0; at < whole.length(); at += step(at)) {
            byte[] bytes = whole.toArray();
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            payloads.add(ByteString.wrap(bytes));
        }
    }

    private static void lie(ByteString whole, List<ByteString> payloads) {
        int end = Math.min(whole.length(), NEAR_BYTES);
        for (ByteString lie : LIES) {
            for (int at = 0; at < end; at++) {
                ByteString before = whole.slice(0, at);
                payloads.add(before.plus(lie).plus(whole.slice(at + 1, whole.length())));
            }
        }
    }

    /** Heads that lie: whole messages as bytes, after which the stream is lost. */
    List<byte[]> lyingHeads(String command, Caller caller) {
        ByteString payload = Samples.message(command, random).payload();
        byte[] whole = caller.whole(command, payload);
        ByteString checksum = ByteString.wrap(Arrays.copyOfRange(whole, 20, 24));
        var all = new ArrayList<byte[]>();
        long real = payload.length();
        long[] lengths = {
            0,
            real - 1,
            real + 1,
            real + 24,
            3_999_999,
            4_000_000,
            4_000_001,
            33_554_432,
            0x7fff_ffffL,
            0x8000_0000L,
            0xffff_ffffL
        };
        for (long length : lengths) {
            if (length >= 0 && length != real) {
                all.add(caller.framed(command, length, checksum, payload));
            }
        }
        for (int length = 1; length < 24; length++) all.add(Arrays.copyOf(whole, length));
        return all;
    }
}
