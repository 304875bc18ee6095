// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;

/**
 * An IPv6 address as eight groups of hexadecimal digits, of which one row of zeros may be left out.
 * Read in every form of RFC 4291 but that with a scope, written in that of RFC 5952.
 */
final class Ipv6Text {
    private static final int GROUPS = 8;
    private static final int BYTES = 2 * GROUPS;
    private static final String GAP = "::";

    private Ipv6Text() {}

    static String of(ByteString address) {
        int gapStart = -1;
        int gapLength = 1; // a single zero is written
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && group(address, i + length) == 0) length++;
            if (length > gapLength) {
                gapStart = i;
                gapLength = length;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append(GAP);
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && i != gapStart + gapLength) text.append(':');
            text.append(Integer.toHexString(group(address, i)));
        }
        return text.toString();
    }

    private static int group(ByteString address, int index) {
        return address.at(2 * index) << 8 | address.at(2 * index + 1);
    }

    /** 16 bytes. */
    static ByteString parse(String text) throws MalformedException {
        int gap = text.indexOf(GAP);
        if (gap < 0) {
            ByteString whole = groups(text, text);
            if (whole.length() != BYTES) throw bad(text);
            return whole;
        }
        ByteString before = groups(text.substring(0, gap), text);
        ByteString after = groups(text.substring(gap + GAP.length()), text);
        int zeros = BYTES - before.length() - after.length();
        // the gap stands for one group at least; dots belong to the end
        if (zeros < 2 || text.lastIndexOf('.', gap) >= 0) throw bad(text);
        return before.plus(ByteString.wrap(new byte[zeros])).plus(after);
    }

    /** The bytes of groups between colons; the last may be an IPv4 address. */
    private static ByteString groups(String part, String text) throws MalformedException {
        var bytes = new ByteWriter(BYTES);
        if (part.isEmpty()) return ByteString.EMPTY;
        String[] groups = part.split(":", -1);
        if (groups.length > GROUPS) throw bad(text);
        for (int i = 0; i < groups.length; i++) {
            if (i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                bytes.bytes(AddressText.parseIpv4(groups[i]));
            } else if (groups[i].matches("[0-9a-fA-F]{1,4}")) {
                int group = Integer.parseInt(groups[i], 16);
                bytes.u8(group >>> 8).u8(group);
            } else {
                throw bad(text);
            }
        }
        return bytes.toByteString();
    }

    private static MalformedException bad(String text) {
        return new MalformedException("no IPv6 address: " + text);
    }
}
