// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.MalformedException;
import caesure.consensus.Money;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;

/**
 * One block on its way back: the last transaction first, its outputs before its inputs (as Core's
 * DisconnectBlock). Each step undoes one of extending, so coins made and spent within the block
 * meet here again and never reach the pile.
 */
final class Reversal {
    private final Block block;
    private final int height;
    private final TrieLedger.Pile pile;
    private final ListIterator<Coin> spent; // read backwards, as the next two
    private final ListIterator<Unspent> overwritten;
    private final Map<OutPoint, Coin> returned = new LinkedHashMap<>();

    /**
     * @param height of the block
     * @param pile the coins after the block; those before it when this has run
     */
    Reversal(Block block, int height, SpentCoins spent, TrieLedger.Pile pile) {
        this.block = block;
        this.height = height;
        this.pile = pile;
        this.spent = spent.spent().listIterator(spent.spent().size());
        this.overwritten = spent.overwritten().listIterator(spent.overwritten().size());
    }

    /**
     * @throws MalformedException if the spent coins are not this block's
     */
    void run() throws MalformedException {
        for (Transaction transaction : block.transactions().reversed()) {
            for (Unspent coin : TrieLedger.made(transaction, height).reversed()) unmake(coin);
            List<TxIn> inputs = TrieLedger.spending(transaction);
            for (TxIn input : inputs.reversed()) unspend(input.previous());
        }
        if (spent.hasPrevious()) throw wrong("more spent coins than inputs");
        if (overwritten.hasPrevious()) {
            throw wrong(overwritten.previous().outPoint() + " is overwritten, but not made again");
        }
        for (var entry : returned.entrySet()) giveBack(entry.getKey(), entry.getValue());
    }

    private void unmake(Unspent made) throws MalformedException {
        OutPoint name = made.outPoint();
        Optional<Coin> there = Optional.ofNullable(returned.remove(name)).or(() -> pile.take(name));
        if (there.isEmpty()) throw wrong(name + " is missing, which the block made");
        if (!there.get().equals(made.coin())) throw wrong(name + " is not as the block made it");
        if (!overwritten.hasPrevious()) return;
        Unspent older = overwritten.previous();
        if (older.outPoint().equals(name)) returned.put(name, older.coin());
        else overwritten.next(); // not its turn yet
    }

    private void unspend(OutPoint name) throws MalformedException {
        if (!spent.hasPrevious()) throw wrong("fewer spent coins than inputs");
        if (returned.put(name, spent.previous()) != null) throw wrong(name + " is spent twice");
    }

    private void giveBack(OutPoint name, Coin coin) throws MalformedException {
        if (coin.height() >= height) throw wrong(name + " is spent before it is made");
        if (pile.holds(name)) throw wrong(name + " is spent, but still there");
        pile.put(new Unspent(name, coin));
        if (!Money.inRange(pile.amountSats())) throw wrong("more money than there can be");
    }

    private MalformedException wrong(String what) {
        return new MalformedException("spent coins of " + block.hash() + ": " + what);
    }
}
