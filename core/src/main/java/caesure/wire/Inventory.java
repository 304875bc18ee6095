// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.MalformedException;

import java.util.List;

/**
 * Things named and not sent.
 *
 * <pre>
 *   inv, getdata, notfound = count(compact size) item*
 * </pre>
 */
public sealed interface Inventory extends Message {
    /** How many items an inv or a getdata may have (Core's MAX_INV_SZ). */
    int ITEMS_MAX = 50_000;

    List<InventoryItem> items();

    @Override
    default void write(ByteSink out) {
        out.compactSize(items().size());
        items().forEach(item -> item.write(out));
    }

    private static List<InventoryItem> readBounded(ByteReader in, String command)
            throws MalformedException, ViolationException {
        String what = command + " message size = ";
        int count = Bounds.count(in, InventoryItem.BYTES, ITEMS_MAX, what);
        return Bounds.items(in, count, InventoryItem::read);
    }

    /** I have these. */
    record Inv(List<InventoryItem> items) implements Inventory {
        public Inv {
            Bounds.within(0, items.size(), ITEMS_MAX, "items");
            items = List.copyOf(items);
        }

        static Inv read(ByteReader in) throws MalformedException, ViolationException {
            return new Inv(readBounded(in, "inv"));
        }

        @Override
        public String command() {
            return "inv";
        }
    }

    /** Send me these. */
    record GetData(List<InventoryItem> items) implements Inventory {
        public GetData {
            Bounds.within(0, items.size(), ITEMS_MAX, "items");
            items = List.copyOf(items);
        }

        static GetData read(ByteReader in) throws MalformedException, ViolationException {
            return new GetData(readBounded(in, "getdata"));
        }

        @Override
        public String command() {
            return "getdata";
        }
    }

    /**
     * I do not have these that you asked for. No number of items is a fault, for Core knows none:
     * the payload bounds it to 111,110.
     */
    record NotFound(List<InventoryItem> items) implements Inventory {
        public NotFound {
            items = List.copyOf(items);
        }

        static NotFound read(ByteReader in) throws MalformedException {
            return new NotFound(
                    Bounds.items(in, in.count(InventoryItem.BYTES), InventoryItem::read));
        }

        @Override
        public String command() {
            return "notfound";
        }
    }
}
