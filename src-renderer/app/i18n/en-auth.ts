/** Sentences of signing in, enrollment and the own account in English. */
export const enAuth = {
  'account.disableTotp': 'Remove the second factor',
  'account.disableTotpText': 'Afterwards your password alone lets you in. Type it to show that it is you.',
  'account.federated':
    'You sign in at your organization’s provider. Password and second factor are managed there.',
  'account.lock': 'Lock',
  'account.menu': 'Account of {{name}}',
  'account.name': 'Name',
  'account.noSignIn':
    'Nobody signs in at this workstation: your account of the operating system is the gate. Lock the screen when you leave.',
  'account.password': 'Password',
  'account.passwordChanged': 'Your password was changed. Your sessions at other workstations have ended.',
  'account.passwordText':
    'At least 15 characters. A sentence that only you would say is good and easy to keep.',
  'account.recovery': 'Recovery codes',
  'account.recoveryCopy': 'Copy the codes',
  'account.recoveryDone': 'I have kept them',
  'account.recoveryPrint': 'Print',
  'account.recoveryText':
    'Each of these lets you in once without the app. They are shown only now: print them or keep them in a password manager, not beside the password.',
  'account.signOut': 'Sign out',
  'account.signOutUnsent_one':
    '{{count, number}} command has not reached the intake. It stays on this machine and is sent when you sign in here again.',
  'account.signOutUnsent_other':
    '{{count, number}} commands have not reached the intake. They stay on this machine and are sent when you sign in here again.',
  'account.title': 'My account',
  'account.totp': 'Second factor',
  'account.totpApp':
    'Scan this with an authenticator app, or type the key into it. Then type the six digits that it shows.',
  'account.totpCode': 'Six digits',
  'account.totpConfirm': 'Switch on',
  'account.totpContinue': 'Continue',
  'account.totpKey': 'Key',
  'account.totpOff': 'Off: whoever knows your password can sign in as you.',
  'account.totpOn': 'On: signing in needs your password and a code of your app.',
  'account.totpPassword': 'Type your password to show that it is you.',
  'account.totpQr': 'The key as a QR code',
  'account.totpSetUp': 'Set up',

  'auth.account-locked':
    'This account is locked for a while after too many wrong passwords. Try again later, or ask an administrator to reset it.',
  'auth.already-set-up': 'This intake was set up already. Ask an administrator for an enrollment code.',
  'auth.asking': 'One moment …',
  'auth.away': 'The intake cannot be reached',
  'auth.awayText': 'Check the network. It is tried again every few seconds.',
  'auth.back': 'Back',
  'auth.choosePassword': 'Choose a password',
  'auth.choosePasswordText':
    'The first password was known to the administrator. From now on only you know it.',
  'auth.code': 'Code',
  'auth.code-refused': 'The code is wrong, was used already or is too old. Check it, or get a new one.',
  'auth.confirmPassword': 'Repeat the new password',
  'auth.currentPassword': 'Present password',
  'auth.displayName': 'Your name',
  'auth.enroll': 'Enroll this workstation',
  'auth.enrollAction': 'Enroll',
  'auth.enrollRefused':
    'The intake does not accept this workstation any more. If that was not meant, ask an administrator for a new code.',
  'auth.enrollText':
    'The intake does not know this machine yet. An administrator makes a code under Settings → Workstations.',
  'auth.enrollmentCode': 'Enrollment code',
  'auth.goOn': 'Your work is still here. Sign in to go on.',
  'auth.loginName': 'Login name',
  'auth.loginNameHelp': 'Letters, digits, dot, dash, underscore, @',
  'auth.loginNameWrong': 'Only letters, digits, dot, dash, underscore and @, up to 100.',
  'auth.machineName': 'Name of this workstation',
  'auth.machineNameHelp': 'How administrators find it in their list',
  'auth.newPassword': 'New password',
  'auth.not-signed-in-yet':
    'You have not signed in at the provider yet. Do so in the browser, then type the code.',
  'auth.or': 'or',
  'auth.otherPerson':
    'Whoever signs in under another name gets a page of their own; what was typed here and not sent is lost.',
  'auth.password': 'Password',
  'auth.password-known': 'This password stands in lists of stolen or common passwords. Choose another one.',
  'auth.passwordsDiffer': 'The two are not the same.',
  'auth.passwordShort': 'At least 15 characters.',
  'auth.provider': 'Sign in with {{name}}',
  'auth.provider-unavailable':
    'The provider does not answer. Try again in a moment, or tell your administrator.',
  'auth.providerCode': 'Code from the browser',
  'auth.providerOpen': 'Open the page again',
  'auth.providerText': 'Sign in on the page that opened in the browser. It ends with a code: type that here.',
  'auth.secondFactor': 'Second factor',
  'auth.secondFactorCode': 'Six digits, or a recovery code',
  'auth.secondFactorText':
    'Type the code that your authenticator app shows now, or one of your recovery codes.',
  'auth.secondFactorWrong': 'The code is wrong or was used already. Wait for the next one and try again.',
  'auth.setUp': 'Set up the intake',
  'auth.setUpAction': 'Set up',
  'auth.setUpText':
    'You become its first administrator, and this machine its first workstation. The setup code stands on the console of the intake.',
  'auth.setupCode': 'Setup code',
  'auth.sign-in-refused': 'Name or password is wrong. Check both and try again.',
  'auth.signIn': 'Sign in',
  'auth.signedOut': 'Signed out',
  'auth.tooManyRequests': 'Too many tries. Wait a minute, then try again.',
  'auth.wrongPassword': 'The present password is wrong.',

  'decision.notYours': 'Deciding is for analysts.',

  'editor.readOnly': 'You look at scenarios; changing them is for editors.',

  'palette.lock': 'Lock',
  'palette.signOut': 'Sign out',

  'refusal.forbidden': 'You are not allowed to do this. Ask an administrator.',

  'rpcError.forbidden': 'You are not allowed to do this. Ask an administrator.',
  'rpcError.signed-out': 'You are signed out. Sign in and try again.',

  'settings.general': 'General',
  'settings.sections': 'Sections of the settings',

  'shell.nothing': 'Nothing to do here yet',
  'shell.nothingText': 'Your account has no role. Ask an administrator to give you one.',

  'upload.forbidden': 'You are not allowed to send pictures. Ask an administrator.',
  'upload.too-many-requests': 'The intake is busy. Try again in a moment; the files are still here.',
} as const;
