/*
 * 征纳互动 on any page, by one script:
 *
 *   <script src="https://interaction.example.gov.cn/embed.js"></script>
 *   <script>
 *     ZhengnaHudong.init({ token: function () { return fetch('/my/token').then(function (r) { return r.text(); }); } });
 *   </script>
 *
 * The contract:
 * 1. init({ token, origin, language, layer }) puts one icon at the bottom right and gives back { open, minimise, restart, destroy }.
 *    token     a function that gives (a promise of) a fresh signed token for the person signed in on this page. It is called
 *              for the number on the icon, and whenever the window needs one: when it opens, and when its access has run out.
 *    origin    where the window comes from; by default where this script came from.
 *    language  'zh-CN' or 'en'; by default the window's own choice.
 *    layer     the icon's z-index, for pages whose own dialogs should cover it; by default above everything.
 * 2. A closed window costs one small request: the icon asks for the number of unread messages itself, again when the tab comes back
 *    after some minutes. The frame is loaded by the first click and not before, or when it was open on the page before.
 * 3. The window is a frame. The token goes to it by postMessage, to that exact origin and to nothing else; messages are heeded
 *    only when they come from that frame and that origin. The frame checks in the same way who frames it. No cookies anywhere.
 * 4. Messages from the frame:  { zhengna: 1, type: 'token-wanted' | 'minimise' | 'unread', unread?: number }
 *    Messages to the frame:    { zhengna: 1, type: 'token' | 'token-refused' | 'opened' | 'minimised', token?: string }
 * 5. Minimising keeps the frame and what is going on in it. Whether it was open is remembered for the next page of this tab.
 * 6. restart() begins anew with a fresh token: call it when the person or the identity on this page changes.
 * 7. Everything lives in a shadow root: the page's styles and the icon's do not meet.
 */
(function () {
  'use strict';

  var script = document.currentScript;
  var ownOrigin = script ? new URL(script.src, location.href).origin : location.origin;
  var memory = 'zhengna.open';
  // How old the number on the icon may be when the tab comes back.
  var staleMs = 300000;
  var current = null;

  var words = {
    'zh-CN': { icon: '征纳互动', open: '打开征纳互动', unread: '，{n} 条未读', panel: '征纳互动窗口' },
    en: { icon: 'Ask us', open: 'Ask us: open taxpayer interaction', unread: ', {n} unread', panel: 'Taxpayer interaction' },
  };

  var css =
    ':host{all:initial}' +
    '*{box-sizing:border-box}' +
    '.icon{position:fixed;right:max(20px,env(safe-area-inset-right));bottom:max(24px,env(safe-area-inset-bottom));z-index:var(--zhengna-layer);' +
    'display:flex;flex-direction:column;align-items:center;gap:4px;width:72px;padding:10px 6px 8px;border:0;border-radius:18px;' +
    'background:#1d5bb8;color:#fff;font:600 13px/1.3 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;' +
    'box-shadow:0 8px 24px rgba(20,50,110,.3);cursor:pointer}' +
    '.icon:hover{background:#164a98}' +
    '.icon:focus-visible{outline:3px solid #fff;outline-offset:-5px;box-shadow:0 0 0 4px #1d5bb8}' +
    '.icon svg{width:38px;height:38px}' +
    '.badge{position:absolute;top:-6px;right:-4px;min-width:22px;padding:0 6px;border-radius:11px;background:#b0221a;color:#fff;font-size:13px;line-height:22px;text-align:center}' +
    '.panel{position:fixed;right:20px;bottom:24px;z-index:calc(var(--zhengna-layer) + 1);width:420px;height:min(640px,calc(100vh - 48px));border-radius:16px;overflow:hidden;' +
    'background:#fff;box-shadow:0 16px 48px rgba(20,50,110,.28)}' +
    '.panel iframe{display:block;width:100%;height:100%;border:0;color-scheme:light}' +
    '.panel.away{visibility:hidden;pointer-events:none}' +
    '.gone{display:none}' +
    '@media (max-width:520px),(max-height:480px){.panel{right:0;bottom:0;width:100vw;height:100vh;height:100dvh;border-radius:0}}' +
    '@media print{.icon,.panel{display:none}}';

  var face =
    '<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false"><circle cx="24" cy="25" r="19" fill="#fff"/>' +
    '<path d="M8 23a16 16 0 0 1 32 0" fill="none" stroke="#ffd089" stroke-width="4"/>' +
    '<rect x="4" y="21" width="7" height="12" rx="3.5" fill="#ffd089"/><rect x="37" y="21" width="7" height="12" rx="3.5" fill="#ffd089"/>' +
    '<rect x="12" y="17" width="24" height="17" rx="8.5" fill="#123c7c"/>' +
    '<circle cx="19" cy="25" r="2.6" fill="#8fd3ff"/><circle cx="29" cy="25" r="2.6" fill="#8fd3ff"/>' +
    '<path d="M20 30.2q4 2.6 8 0" fill="none" stroke="#8fd3ff" stroke-width="1.8" stroke-linecap="round"/></svg>';

  function remember(open) {
    try {
      sessionStorage.setItem(memory, open ? '1' : '0');
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  function wasOpen() {
    try {
      return sessionStorage.getItem(memory) === '1';
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return false;
    }
  }

  function init(options) {
    if (!options || typeof options.token !== 'function') throw new TypeError('ZhengnaHudong.init needs { token: function }');
    if (current) current.destroy();

    var origin = options.origin ? new URL(options.origin, location.href).origin : ownOrigin;
    var language = options.language === 'en' ? 'en' : 'zh-CN';
    var say = words[language];
    var unread = 0;
    var isOpen = false;
    var counted = 0;
    var question = 0;

    var host = document.createElement('div');
    host.style.setProperty('--zhengna-layer', String(typeof options.layer === 'number' ? options.layer : 2147483000));
    var root = host.attachShadow({ mode: 'open' });
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];

    var icon = document.createElement('button');
    icon.type = 'button';
    icon.className = 'icon';
    icon.innerHTML = face;
    var caption = document.createElement('span');
    caption.textContent = say.icon;
    icon.appendChild(caption);
    var badge = document.createElement('span');
    badge.className = 'badge gone';
    badge.setAttribute('aria-hidden', 'true');
    icon.appendChild(badge);

    var panel = document.createElement('div');
    panel.className = 'panel away';
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-label', say.panel);

    var frame = document.createElement('iframe');
    frame.title = say.panel;
    frame.setAttribute('allow', 'clipboard-write');

    root.appendChild(panel);
    root.appendChild(icon);

    function address() {
      var url = new URL('/window', origin);
      url.searchParams.set('host', location.origin);
      if (options.language) url.searchParams.set('lang', language);
      return url.href;
    }

    function send(message) {
      message.zhengna = 1;
      if (frame.contentWindow) frame.contentWindow.postMessage(message, origin);
    }

    function label() {
      icon.setAttribute('aria-label', say.open + (unread > 0 ? say.unread.replace('{n}', String(unread)) : ''));
      badge.textContent = unread > 99 ? '99+' : String(unread);
      badge.className = unread > 0 ? 'badge' : 'badge gone';
    }

    function load() {
      if (frame.parentNode) return;
      frame.src = address();
      panel.appendChild(frame);
    }

    function open(quietly) {
      load();
      isOpen = true;
      remember(true);
      panel.className = 'panel';
      icon.className = 'icon gone';
      if (quietly === true) return;
      frame.focus();
      send({ type: 'opened' });
    }

    function minimise() {
      if (!isOpen) return;
      isOpen = false;
      remember(false);
      panel.className = 'panel away';
      icon.className = 'icon';
      icon.focus();
      send({ type: 'minimised' });
    }

    // What goes wrong is told by the window itself once it is opened; the icon shows no number then.
    function count() {
      if (frame.parentNode || document.hidden || Date.now() - counted < staleMs) return;
      counted = Date.now();
      var asked = ++question;
      Promise.resolve()
        .then(options.token)
        .then(function (token) {
          return fetch(origin + '/api/entry/unread', {
            method: 'POST',
            credentials: 'omit',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ token: token }),
          });
        })
        .then(function (response) {
          return response.ok ? response.json() : {};
        })
        .then(
          function (answer) {
            if (asked !== question || frame.parentNode || typeof answer.unread !== 'number') return;
            unread = answer.unread;
            label();
          },
          function () {},
        );
    }

    function restart() {
      unread = 0;
      label();
      counted = 0;
      question += 1;
      count();
      if (!frame.parentNode) return;
      panel.removeChild(frame);
      load();
    }

    function handOverToken() {
      Promise.resolve()
        .then(options.token)
        .then(
          function (token) {
            send(typeof token === 'string' && token !== '' ? { type: 'token', token: token } : { type: 'token-refused' });
          },
          function () {
            send({ type: 'token-refused' });
          },
        );
    }

    function heed(event) {
      if (!frame.contentWindow || event.source !== frame.contentWindow || event.origin !== origin) return;
      var message = event.data;
      if (!message || message.zhengna !== 1) return;
      if (message.type === 'token-wanted') handOverToken();
      else if (message.type === 'minimise') minimise();
      else if (message.type === 'unread' && typeof message.unread === 'number') {
        unread = message.unread;
        label();
      }
    }

    function onKey(event) {
      if (event.key === 'Escape' && isOpen && !event.defaultPrevented) minimise();
    }

    function destroy() {
      removeEventListener('message', heed);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('visibilitychange', count);
      host.remove();
      current = null;
    }

    icon.addEventListener('click', open);
    addEventListener('message', heed);
    document.addEventListener('keydown', onKey);
    label();
    document.body.appendChild(host);
    document.addEventListener('visibilitychange', count);
    if (wasOpen()) open(true);
    else count();

    current = { open: open, minimise: minimise, restart: restart, destroy: destroy };
    return current;
  }

  window.ZhengnaHudong = { init: init };
})();
