<?php
function ask(string $path, ?array $form = null): array
{
    $headers = ['X-API-Key: ' . getenv('ELAYANAN_KEY')];
    $curl = curl_init(getenv('ELAYANAN_API') . $path);
    if ($form !== null) {
        $headers[] = 'Idempotency-Key: surat-2026-001-php';
        curl_setopt($curl, CURLOPT_POSTFIELDS, $form);
    }
    curl_setopt_array($curl, [CURLOPT_HTTPHEADER => $headers, CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 30]);
    $text = curl_exec($curl);
    if ($text === false || curl_getinfo($curl, CURLINFO_RESPONSE_CODE) >= 300) {
        throw new RuntimeException($text === false ? curl_error($curl) : $text);
    }
    return json_decode($text, true, 512, JSON_THROW_ON_ERROR);
}

foreach (ask('/service-types?limit=100')['items'] as $service) {
    echo "{$service['code']}: {$service['name']}\n";
}

$ticket = ask('/tickets', [
    'service_type' => 'virtual-meeting',
    'subject' => 'Rapat koordinasi imunisasi',
    'answers' => file_get_contents('answers.json'),
    'letter' => new CURLFile('surat.pdf', 'application/pdf'),
]);

$ticket = ask('/tickets/' . $ticket['number']);
echo "{$ticket['number']} {$ticket['status']} {$ticket['step']['name']}\n";
