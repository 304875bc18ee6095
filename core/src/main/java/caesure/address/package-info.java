// SPDX-License-Identifier: BSD-2-Clause
/** Addresses as people write them: Base58Check, Bech32 (BIP 173) and Bech32m (BIP 350). */
package caesure.address;
