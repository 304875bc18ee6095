// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.CoinView;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The outputs that a block spends, one line each after a headline:
 *
 * <pre>
 *   txid:vout,satoshis,height,coinbase,time,script
 * </pre>
 *
 * <p>Height, coinbase flag and time may be empty: then the coin counts as old, at height 0, and
 * {@link #complete} says so. The time is not used.
 */
public final class PrevoutsCsv implements CoinView {
    private final Map<OutPoint, Coin> coins = new HashMap<>();
    private boolean complete = true;

    private PrevoutsCsv() {}

    public static PrevoutsCsv read(Path file) throws IOException, MalformedException {
        var csv = new PrevoutsCsv();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && line.charAt(0) != '#' && line.indexOf(':') == 64) csv.add(line);
        }
        return csv;
    }

    /** Whether heights are known, so that maturity and relative lock times were checked. */
    public boolean complete() {
        return complete;
    }

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        return Optional.ofNullable(coins.get(outPoint));
    }

    private void add(String line) throws MalformedException {
        String[] field = line.split(",", -1);
        int colon = field[0].indexOf(':');
        var outPoint =
                new OutPoint(
                        Txid.parse(field[0].substring(0, colon)),
                        Long.parseLong(field[0].substring(colon + 1)));
        complete &= !field[2].isEmpty();
        int height = field[2].isEmpty() ? 0 : Integer.parseInt(field[2]);
        boolean coinbase = field[3].equals("1") || field[3].equalsIgnoreCase("true");
        var output = new TxOut(Long.parseLong(field[1]), ByteString.fromHex(field[5]));
        coins.put(outPoint, new Coin(output, height, coinbase));
    }
}
