// SPDX-License-Identifier: BSD-2-Clause
/**
 * Hashes and signatures: SHA-256, RIPEMD-160, SipHash, MuHash and secp256k1.
 *
 * <p>Every primitive has a plain form, and at most one fast form that is held to it. Signatures:
 * ECDSA as of 2009 (with {@link caesure.crypto.LaxDer}), BIP 66, BIP 340; tweaks of BIP 341.
 */
package caesure.crypto;
