<?php
// Encrypts your customer's key for Vidimus' widget: PHP 8.1 or later with openssl, nothing else.
//   SCENARIO_SECRET=whsec_… php encrypt.php customer-7
declare(strict_types=1);

function toBase64url(string $data): string
{
    return rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
}

/** The key as JWE, to be given to `Vidimus.open` as `clientKey`. Make one for each page: it is good for fifteen minutes. */
function encryptClientKey(string $clientKey, string $secret): string
{
    $secretBytes = base64_decode(preg_replace('/^whsec_/', '', $secret), true);
    // HKDF-SHA256 without salt, 32 bytes.
    $key = hash_hkdf('sha256', $secretBytes, 32, 'vidimus client key encryption v1');
    $kid = substr(hash('sha256', $key), 0, 16);
    $protected = toBase64url(json_encode(['alg' => 'dir', 'enc' => 'A256GCM', 'kid' => $kid], JSON_THROW_ON_ERROR));
    $content = json_encode(['clientKey' => $clientKey, 'exp' => time() + 15 * 60], JSON_THROW_ON_ERROR);
    // A nonce must never be used twice with one key: always by chance.
    $nonce = random_bytes(12);
    $tag = '';
    $sealed = openssl_encrypt($content, 'aes-256-gcm', $key, OPENSSL_RAW_DATA, $nonce, $tag, $protected, 16);
    return implode('.', [$protected, '', toBase64url($nonce), toBase64url($sealed), toBase64url($tag)]);
}

if (realpath($argv[0] ?? '') === __FILE__) {
    echo encryptClientKey($argv[1] ?? '', getenv('SCENARIO_SECRET') ?: ''), "\n";
}
