<?php
// A receiver of Vidimus' callbacks: PHP 8.1 or later with openssl, nothing else.
//   CALLBACK_SECRETS=whsec_… php -S 127.0.0.1:8080 receiver.php
declare(strict_types=1);

final class Refused extends Exception
{
}

function keyOf(string $secret): string
{
    return base64_decode(preg_replace('/^whsec_/', '', $secret), true);
}

/** The callback's id; throws Refused unless a signature fits a secret over exactly these bytes, and the time is near. */
function verify(array $headers, string $raw, array $secrets, int $toleranceSeconds): string
{
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if (!preg_match('/^\d{1,12}$/D', $timestamp)) {
        throw new Refused('no time');
    }
    if (abs(time() - (int) $timestamp) > $toleranceSeconds) {
        throw new Refused('too old, or the clock is wrong');
    }
    foreach ($secrets as $secret) {
        $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$raw", keyOf($secret), true));
        foreach (explode(' ', $headers['webhook-signature'] ?? '') as $signature) {
            if (hash_equals($expected, $signature)) {
                return $id;
            }
        }
    }
    throw new Refused('no signature fits');
}

/** HKDF-SHA256 without salt, 32 bytes. */
function encryptionKeyOf(string $secret): string
{
    return hash_hkdf('sha256', keyOf($secret), 32, 'vidimus callback encryption v1');
}

function fromBase64url(string $text): string
{
    return base64_decode(strtr($text, '-_', '+/'), false);
}

/** The text of a body in JWE's compact form: header, no key, nonce, ciphertext, tag. */
function decrypt(string $jwe, array $secrets): string
{
    $parts = explode('.', $jwe);
    if (count($parts) !== 5) {
        throw new Refused('not encrypted as was agreed');
    }
    [$protected, $wrappedKey, $nonce, $ciphertext, $tag] = $parts;
    $header = json_decode(fromBase64url($protected), true, 8, JSON_THROW_ON_ERROR);
    if (($header['alg'] ?? '') !== 'dir' || ($header['enc'] ?? '') !== 'A256GCM' || $wrappedKey !== '') {
        throw new Refused('not encrypted as was agreed');
    }
    // PHP takes a tag of fewer bytes for a good one; the whole is 16.
    if (strlen(fromBase64url($tag)) !== 16) {
        throw new Refused('the body was changed');
    }
    foreach (array_map('encryptionKeyOf', $secrets) as $key) {
        if (substr(hash('sha256', $key), 0, 16) !== ($header['kid'] ?? '')) {
            continue;
        }
        $plain = openssl_decrypt(
            fromBase64url($ciphertext),
            'aes-256-gcm',
            $key,
            OPENSSL_RAW_DATA,
            fromBase64url($nonce),
            fromBase64url($tag),
            $protected,
        );
        return $plain === false ? throw new Refused('the body was changed') : $plain;
    }
    throw new Refused('encrypted under a secret that is not here yet');
}

try {
    $headers = array_change_key_case(getallheaders(), CASE_LOWER);
    $raw = file_get_contents('php://input');
    $secrets = explode(' ', getenv('CALLBACK_SECRETS') ?: '');
    $id = verify($headers, $raw, $secrets, (int) (getenv('CALLBACK_TOLERANCE_SECONDS') ?: 300));
    $text = ($headers['content-type'] ?? '') === 'application/jose' ? decrypt($raw, $secrets) : $raw;
    $callback = json_decode($text, true, 512, JSON_THROW_ON_ERROR);
    // Here you look into a table whether you have dealt with this id, and put the callback away before you answer: what was answered
    // with 2xx does not come again.
    file_put_contents('php://stdout', "{$callback['type']} $id {$callback['data']['status']}\n");
    http_response_code(204);
} catch (Refused) {
    http_response_code(401);
} catch (JsonException) {
    http_response_code(400);
}
