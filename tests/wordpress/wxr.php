<?php
/* Exports out of and imports into a real WordPress: php wxr.php WWW export > FILE, php wxr.php WWW import FILE > JSON.

   The import does with WordPress's own functions what its importer plugin does, which is no part of WordPress: posts as
   they come, comments in the order of their ids, a parent only where it was inserted before. It prints what WordPress then
   holds, and takes it away again. */
list(, $www, $task) = $argv;
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'REQUEST_METHOD' => 'GET', 'SERVER_NAME' => '127.0.0.1'];
require "$www/wp-load.php";

if ($task === 'export') {
    require_once ABSPATH . 'wp-admin/includes/export.php';
    export_wp();
    exit;
}

kses_remove_filters();
add_filter('wp_is_comment_flood', '__return_false');
$dom = new DOMDocument();
if (!$dom->loadXML(file_get_contents($argv[3])) || isset($dom->doctype)) {
    fwrite(STDERR, "no WXR file\n");
    exit(1);
}
$xml = simplexml_import_dom($dom);
$space = $xml->getDocNamespaces();
if (!preg_match('/^\d+\.\d+$/', trim($xml->xpath('/rss/channel/wp:wxr_version')[0]))) {
    exit(1);
}
$found = ['authors' => [], 'posts' => []];
foreach ($xml->xpath('/rss/channel/wp:author') as $author) {
    $wp = $author->children($space['wp']);
    $login = sanitize_user((string) $wp->author_login, true);
    $found['authors'][$login] = username_exists($login) ?: wp_insert_user([
        'user_login' => $login, 'user_pass' => wp_generate_password(), 'user_email' => (string) $wp->author_email,
        'display_name' => (string) $wp->author_display_name,
    ]);
    if (is_wp_error($found['authors'][$login])) {
        fwrite(STDERR, $found['authors'][$login]->get_error_message() . "\n");
        exit(1);
    }
}
foreach ($xml->channel->item as $item) {
    $wp = $item->children($space['wp']);
    $login = sanitize_user((string) $item->children($space['dc'])->creator, true);
    $id = wp_insert_post(wp_slash([
        'post_title' => (string) $item->title, 'post_content' => (string) $item->children($space['content'])->encoded,
        'post_date' => (string) $wp->post_date, 'post_date_gmt' => (string) $wp->post_date_gmt,
        'post_name' => (string) $wp->post_name, 'post_status' => (string) $wp->status,
        'post_type' => (string) $wp->post_type, 'post_author' => $found['authors'][$login] ?? 1,
        'comment_status' => (string) $wp->comment_status,
    ]), true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message() . "\n");
        exit(1);
    }
    foreach ($item->category as $term) {
        wp_set_object_terms($id, (string) $term, (string) $term['domain'], true);
    }
    $comments = [];
    foreach ($wp->comment as $comment) {
        $comments[(int) $comment->comment_id] = $comment;
    }
    ksort($comments);
    $inserted = [];
    foreach ($comments as $number => $comment) {
        $parent = (int) $comment->comment_parent;
        $inserted[$number] = wp_insert_comment(wp_filter_comment(wp_slash([
            'comment_post_ID' => $id, 'comment_author' => (string) $comment->comment_author, 'comment_author_email' => '',
            'comment_author_url' => (string) $comment->comment_author_url, 'comment_author_IP' => '', 'comment_agent' => '',
            'comment_date' => (string) $comment->comment_date, 'comment_date_gmt' => (string) $comment->comment_date_gmt,
            'comment_content' => (string) $comment->comment_content, 'comment_type' => (string) $comment->comment_type,
            'comment_approved' => (string) $comment->comment_approved, 'comment_parent' => $inserted[$parent] ?? 0,
            'user_id' => 0,
        ])));
    }
    $numbers = array_flip($inserted);
    $stored = [];
    foreach (get_comments(['post_id' => $id, 'status' => 'any', 'orderby' => 'comment_ID', 'order' => 'asc']) as $comment) {
        $number = $numbers[$comment->comment_ID];
        $stored[$number] = [
            'parent' => $numbers[$comment->comment_parent] ?? 0, 'author' => $comment->comment_author,
            'date' => $comment->comment_date_gmt, 'type' => $comment->comment_type, 'content' => $comment->comment_content,
        ];
    }
    $found['posts'][(string) $item->link] = [
        'title' => get_post($id)->post_title, 'date' => get_post($id)->post_date_gmt,
        'author' => get_the_author_meta('display_name', get_post($id)->post_author),
        'tags' => wp_get_post_terms($id, 'post_tag', ['fields' => 'names']), 'comments' => (object) $stored,
    ];
    wp_delete_post($id, true);
}
require_once ABSPATH . 'wp-admin/includes/user.php';
array_map('wp_delete_user', $found['authors']);
echo json_encode($found, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
